// Where the process ends that cannot go on: with a sentence on standard error and a code, as the
// commands end. Editors start the server anew and send it what they hold.
#pragma once

namespace phep::server {

inline constexpr int kRefused = 4;    // memory, or a thread
inline constexpr int kInternal = 70;  // a defect of ours

// For the whole process: where memory runs out no request is answered half, and no document is
// kept that an edit reached in part.
void put_up_wall();

}  // namespace phep::server
