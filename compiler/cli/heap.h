// The memory of a command.
#pragma once

namespace phep::cli {

// Lets the heap of the main thread grow into large pages, where the system has them to give: a
// command that checks a large project spends half of its time on the first touch of small ones.
// Costs nothing where it is refused, and no memory before it is used.
void grow_in_large_pages();

}  // namespace phep::cli
