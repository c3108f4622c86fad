// A layered layout (Sugiyama, Tagawa, Toda 1981): columns from what is rested on to what rests on
// it, few crossings, straight edges, boxes that never touch. Private to this room.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace phep::report {

struct Box {
  double width, height;
};
struct Point {
  double x, y;
};
struct Layout {
  double width = 0, height = 0;
  std::vector<Point> at;                   // the upper left corner of each box
  std::vector<std::vector<Point>> routes;  // of each edge: from box to box, two points a column
};

// Edges must make no cycle; they lead to the right. The order of the boxes that nothing rests on is
// kept as far as crossings allow. The same input gives the same layout.
Layout layered(const std::vector<Box>& boxes,
               const std::vector<std::pair<std::size_t, std::size_t>>& edges);

}  // namespace phep::report
