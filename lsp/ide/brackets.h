// Which words open and close. Private to this room.
#pragma once

#include "compiler/syntax/tokens.h"

namespace phep::ide {

constexpr bool opens(syntax::TokenKind kind) {
  return kind == syntax::TokenKind::LBRACE || kind == syntax::TokenKind::LPAREN ||
         kind == syntax::TokenKind::LBRACKET;
}
constexpr bool closes(syntax::TokenKind kind) {
  return kind == syntax::TokenKind::RBRACE || kind == syntax::TokenKind::RPAREN ||
         kind == syntax::TokenKind::RBRACKET;
}

}  // namespace phep::ide
