// The path that a case took through the graph of its decision. Private to this room.
#pragma once

#include "compiler/report/graph.h"

namespace phep::report {

// Marks what the reasons of the norms that bind and of the outputs speak of, and the edges between;
// gives facts and rules their values and norms their statuses, and puts what is pressing first.
void take_path(Graph& graph, const explain::Explanation& taken);

}  // namespace phep::report
