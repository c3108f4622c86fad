// kOneOf<T, A, B>: is T one of these types? For `if constexpr` over the nodes of a variant.
#pragma once

#include <type_traits>

namespace phep {

template <class T, class... Us>
inline constexpr bool kOneOf = (std::is_same_v<T, Us> || ...);

}  // namespace phep
