// Text in pictures, whose width nobody measures: estimates that are never too small for the usual
// sans-serif fonts. Private to this room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace phep::report {

// Pixels of a line at a font size.
double drawn_width(std::string_view text, double size);

// The text, cut with `…` where it is wider than so many pixels.
std::string fitted(std::string_view text, double size, double width);

// Lines no wider than so many pixels, broken at blanks, at most `most` of them: what is left is
// cut.
std::vector<std::string> wrapped(std::string_view text, double size, double width,
                                 std::size_t most);

// Text as XML 1.0 may hold it: without control characters, escaped.
std::string escaped_xml(std::string_view text);

// A coordinate: at most one decimal, so that a picture is the same on every machine.
std::string pixels(double value);

}  // namespace phep::report
