// Norms in an answer: {"status":"late","binds":true,"due":…,"done":…,"by_ms":7200000,…}, keys in
// byte order.
#include "compiler/runtime/answer.h"
#include "compiler/runtime/answer_words.h"
#include "compiler/runtime/date.h"

namespace phep::runtime {

namespace {

void put_norm(Writer& writer, const Answer& answer, const NormView& view);
void put_norm_key(Writer& writer, const Answer& answer, const NormView& view);
void put_unknown_list(Writer& writer, const Answer& answer, const NormView& view);
void put_due(Writer& writer, const Answer& answer, const phep_norm& norm);
void put_done(Writer& writer, const phep_norm& norm);
void put_cites(Writer& writer, const Answer& answer, const NormText& text);
void put_why(Writer& writer, const Answer& answer, const NormView& view);
void put_bearers(Writer& writer, const Answer& answer, const NormView& view);
bool has_why(const NormView& view);
void put_sanctions(Writer& writer, const Answer& answer, const NormView& view);
void put_sanction(Writer& writer, const Answer& answer, const NormText& text, const uint32_t* words,
                  const phep_sanction& sanction);
void put_confidence(Writer& writer, const NormText& text);

// Writes the keys of one object: a comma before each but the first.
struct Keys {
  Writer& writer;
  bool first = true;

  void next(const char* quoted_with_colon, size_t length) {
    if (!first) put(writer, ',');
    first = false;
    put(writer, quoted_with_colon, length);
  }
  template <size_t N>
  void operator()(const char (&quoted_with_colon)[N]) {
    next(quoted_with_colon, N - 1);
  }
};

// true, false or "unknown".
void put_truth(Writer& writer, bool known, bool value) {
  if (!known) return put(writer, "\"unknown\"");
  return value ? put(writer, "true") : put(writer, "false");
}

// Byte after byte of what a key of the output begins with: its name, and for a list "[" and the
// pointer.
int key_byte(const Header* image, const NormOutput& output, uint32_t at) {
  const String name = string_at(image, output.key);
  if (at < name.length) return static_cast<unsigned char>(name.data[at]);
  if (output.list == kNone && output.most == 0) return -1;
  at -= name.length;
  if (at == 0) return '[';
  if (output.most != 0) return at == 1 ? '#' : -1;
  const String pointer = output.pointer == kNone ? String{"", 0} : string_at(image, output.pointer);
  if (at <= pointer.length) return static_cast<unsigned char>(pointer.data[at - 1]);
  return at == pointer.length + 1 ? '/' : -1;
}

}  // namespace

bool norm_key_precedes(const Header* image, const NormOutput& a, const NormOutput& b) {
  for (uint32_t at = 0;; ++at) {
    const int x = key_byte(image, a, at);
    const int y = key_byte(image, b, at);
    if (x != y) return x < y;
    if (x < 0) return false;
  }
}

[[gnu::weak]] void put_norms(Writer& writer, const Answer& answer) {
  bool first = true;
  put(writer, '{');
  for_each_norm(answer, [&](const NormView& view) {
    if (!first) put(writer, ',');
    first = false;
    put_norm_key(writer, answer, view);
    put(writer, ':');
    if (view.norm == nullptr) {
      put_unknown_list(writer, answer, view);
    } else {
      put_norm(writer, answer, view);
    }
  });
  put(writer, '}');
}

bool is_beyond_knowledge(const Answer& answer, int64_t ms) {
  const uint32_t known_through = answer.image->known_through;
  if (known_through == kNone) return false;
  const auto zone = static_cast<int32_t>(answer.decision->zone) * 15;
  return local_day(ms - 1, zone) > static_cast<int32_t>(known_through);
}

bool is_due_beyond_knowledge(const Answer& answer, const phep_norm& norm) {
  if ((norm.flags & (PHEP_N_DUE | PHEP_N_DUE_ONE_OF | PHEP_N_DUE_UP_TO)) != 0) {
    return is_beyond_knowledge(answer, norm.due_max);
  }
  return (norm.flags & PHEP_N_DUE_FROM) != 0 && is_beyond_knowledge(answer, norm.due_min);
}

namespace {

void put_norm(Writer& writer, const Answer& answer, const NormView& view) {
  constexpr uint32_t kAnyDue = PHEP_N_DUE | PHEP_N_DUE_ONE_OF | PHEP_N_DUE_FROM | PHEP_N_DUE_UP_TO;
  const phep_norm& norm = *view.norm;
  const bool binds = (norm.flags & PHEP_N_BINDS) != 0;
  const bool binds_unknown = (norm.flags & PHEP_N_BINDS_UNKNOWN) != 0;
  Keys key{writer};
  put(writer, '{');
  if (norm.status == PHEP_NORM_ERROR) {
    phep_value error{PHEP_ERROR, 0, static_cast<uint64_t>(norm.done),
                     static_cast<uint64_t>(norm.by_ms)};
    key("\"$error\":");
    put_error(writer, answer, error);
  }
  if ((norm.flags & PHEP_N_INEXACT) != 0) key("\"$inexact\":true");
  const bool may_bind = binds || binds_unknown;
  if (may_bind && view.text->bearers.count != 0) {
    key("\"bearer\":");
    put_bearers(writer, answer, view);
  }
  if (is_due_beyond_knowledge(answer, norm)) key("\"beyond_knowledge\":true");
  key("\"binds\":");
  put_truth(writer, !binds_unknown, binds);
  if (may_bind && view.text->breach_of != kNone) {
    key("\"breach_of\":");
    put_string(writer, string_at(answer.image, view.text->breach_of));
  }
  if ((norm.flags & PHEP_N_BY) != 0 && norm.status != PHEP_NORM_ERROR) {
    key("\"by_ms\":");
    put_integer(writer, norm.by_ms);
  }
  if (view.text->cites.count != 0) {
    key("\"cites\":");
    put_cites(writer, answer, *view.text);
  }
  if (view.text->confidence != 0) {
    key("\"confidence\":");
    put_confidence(writer, *view.text);
  }
  const bool kept = view.spec->kept != 0;  // then its times have other names
  const bool has_done = (norm.flags & PHEP_N_DONE) != 0 && norm.status != PHEP_NORM_ERROR;
  const bool has_due = (norm.flags & kAnyDue) != 0;
  if (has_done && !kept) {
    key("\"done\":");
    put_done(writer, norm);
  }
  if (has_due && !kept) {
    key("\"due\":");
    put_due(writer, answer, norm);
  }
  if (has_done && kept) {
    key("\"ended\":");
    put_done(writer, norm);
  }
  if ((norm.flags & (PHEP_N_EXCUSED | PHEP_N_EXCUSED_UNKNOWN)) != 0) {
    key("\"excused\":");
    put_truth(writer, (norm.flags & PHEP_N_EXCUSED_UNKNOWN) == 0, true);
  }
  if (norm.missing_count != 0) {
    key("\"missing\":");
    put_missing(writer, answer, norm.missing_first, norm.missing_count);
  }
  if (may_bind && view.text->proof != kNone) {
    key("\"proof\":");
    put_string(writer, string_at(answer.image, view.text->proof));
  }
  if (may_bind && view.text->sanctions.count != 0) {
    key("\"sanctions\":");
    put_sanctions(writer, answer, view);
  }
  if ((norm.flags & PHEP_N_SINCE) != 0) {
    key("\"since\":");
    put_instant(writer, norm.since);
  }
  key("\"status\":");
  put_string(writer, status_name(norm.status));
  if (has_due && kept) {
    key("\"through\":");
    put_due(writer, answer, norm);
  }
  if ((norm.flags & PHEP_N_UNTIL) != 0) {
    key("\"until\":");
    put_instant(writer, norm.until);
  }
  if (has_why(view)) {
    key("\"why\":");
    put_why(writer, answer, view);
  }
  put(writer, '}');
}

// notify_authority, or answer[/requests/3], or update[#3]
void put_norm_key(Writer& writer, const Answer& answer, const NormView& view) {
  put(writer, '"');
  put_norm_name(writer, answer, view);
  put(writer, '"');
}

}  // namespace

// notify_authority, or answer[/requests/3]
void put_norm_name(Writer& writer, const Answer& answer, const NormView& view) {
  put_escaped(writer, string_at(answer.image, view.output->key));
  if (view.output->most != 0) {
    put(writer, "[#");
    put_integer(writer, view.element);
    put(writer, ']');
  }
  if (view.output->list != kNone) {
    put(writer, '[');
    if (view.output->pointer != kNone) {
      put_escaped(writer, string_at(answer.image, view.output->pointer));
    }
    if (view.element != kNone) {
      put(writer, '/');
      put_integer(writer, view.element);
    }
    put(writer, ']');
  }
}

namespace {

void put_unknown_list(Writer& writer, const Answer& answer, const NormView& view) {
  put(writer, "{\"binds\":\"unknown\"");
  if (view.text->cites.count != 0) {
    put(writer, ",\"cites\":");
    put_cites(writer, answer, *view.text);
  }
  if (view.text->confidence != 0) {
    put(writer, ",\"confidence\":");
    put_confidence(writer, *view.text);
  }
  put(writer, ",\"missing\":");
  put_missing(writer, answer, view.missing, 1);
  put(writer, ",\"status\":\"undetermined\"}");
}

void put_due(Writer& writer, const Answer& answer, const phep_norm& norm) {
  if ((norm.flags & PHEP_N_DUE) != 0) return put_instant(writer, norm.due_min);
  put(writer, "{\"$awaiting\":[");
  if ((norm.flags & PHEP_N_DUE_ONE_OF) != 0) {
    put_awaited_groups(writer, answer, norm.awaiting);
    put(writer, "],\"$one_of\":[");
    for (uint32_t i = 0; i < norm.alternative_count; ++i) {
      if (i != 0) put(writer, ',');
      put_instant(writer, norm.alternatives.ptr[i]);
    }
    return put(writer, "]}");
  }
  put(writer, "\"calendar ");
  put_integer(writer, norm.awaiting);
  if ((norm.flags & PHEP_N_DUE_FROM) != 0) {
    put(writer, "\"],\"$from\":");
    put_instant(writer, norm.due_min);
  } else {
    put(writer, "\"],\"$up_to\":");
    put_instant(writer, norm.due_max);
  }
  put(writer, '}');
}

void put_done(Writer& writer, const phep_norm& norm) {
  if ((norm.flags & PHEP_N_DONE_DAY) != 0) {
    put_date(writer, norm.done);
  } else {
    put_instant(writer, norm.done);
  }
}

void put_cites(Writer& writer, const Answer& answer, const NormText& text) {
  const uint32_t* const cites = operands_at(answer.image, text.cites.first);
  put(writer, '[');
  for (uint32_t i = 0; i < text.cites.count; ++i) {
    if (i != 0) put(writer, ',');
    put_string(writer, string_at(answer.image, cites[i]));
  }
  put(writer, ']');
}

// A power is granted or refused by silence alone.
bool is_by_silence(const NormView& view) {
  const int32_t status = view.norm->status;
  return view.spec->norm == NormKind::Power &&
         (status == PHEP_GRANTED || status == PHEP_NOT_GRANTED);
}

bool has_why(const NormView& view) {
  constexpr uint32_t kFlags = PHEP_N_NO_TRIGGER | PHEP_N_ENDED;
  return view.norm->why != 0 || (view.norm->flags & kFlags) != 0 || is_by_silence(view);
}

// The names of the exemptions or the evidence that hold, in byte order; or what else gave the
// status.
void put_why(Writer& writer, const Answer& answer, const NormView& view) {
  if ((view.norm->flags & PHEP_N_NO_TRIGGER) != 0) return put(writer, "[\"no_trigger\"]");
  if ((view.norm->flags & PHEP_N_ENDED) != 0) return put(writer, "[\"ended\"]");
  if (is_by_silence(view)) return put(writer, "[\"silence\"]");
  const Range all =
      view.norm->status == PHEP_EXEMPT ? view.text->exempt_names : view.text->evidence_names;
  const uint32_t* const names = operands_at(answer.image, all.first);
  const auto less = [&](uint32_t i, uint32_t j) {
    return compare(string_at(answer.image, names[i]), string_at(answer.image, names[j])) < 0;
  };
  const uint32_t count = all.count < 64 ? all.count : 64;
  bool first = true;
  put(writer, '[');
  in_order(count, less, [&](uint32_t i) {
    if ((view.norm->why >> i & 1) == 0) return;
    if (!first) put(writer, ',');
    first = false;
    put_string(writer, string_at(answer.image, names[i]));
  });
  put(writer, ']');
}

// {"deployer":["AIL@3.5"]}: who is bound, each by the provisions that make it so; by none where the
// norm alone says who. Rows stand in the byte order of parties, those of one party together.
void put_bearers(Writer& writer, const Answer& answer, const NormView& view) {
  if ((view.norm->flags & PHEP_N_BEARERS_UNKNOWN) != 0) return put(writer, "\"unknown\"");
  const uint32_t* const rows = operands_at(answer.image, view.text->bearers.first);
  uint32_t open = kNone;  // the party whose list is being written
  bool first = true;
  put(writer, '{');
  for (uint32_t i = 0; i < view.text->bearers.count / 3; ++i) {
    if ((view.norm->bearers >> (i & 63) & 1) == 0) continue;
    const uint32_t* const row = rows + size_t{3} * i;
    if (row[0] != open) {
      if (open != kNone) put(writer, "],");
      open = row[0];
      put_string(writer, string_at(answer.image, row[0]));
      put(writer, ":[");
      first = true;
    }
    const uint32_t* const cites = operands_at(answer.image, row[1]);
    for (uint32_t n = 0; n < row[2]; ++n) {
      if (!first) put(writer, ',');
      first = false;
      put_string(writer, string_at(answer.image, cites[n]));
    }
  }
  if (open != kNone) put(writer, ']');
  put(writer, '}');
}

void put_sanctions(Writer& writer, const Answer& answer, const NormView& view) {
  const uint32_t* const words = operands_at(answer.image, view.text->sanctions.first);
  const auto* const sanctions = reinterpret_cast<const phep_sanction*>(view.norm + 1);
  const auto label = [&](uint32_t i) { return string_at(answer.image, words[i * kSanctionTexts]); };
  const auto less = [&](uint32_t i, uint32_t j) { return compare(label(i), label(j)) < 0; };
  bool first = true;
  put(writer, '{');
  in_order(view.text->sanctions.count / kSanctionTexts, less, [&](uint32_t i) {
    if (!first) put(writer, ',');
    first = false;
    put_string(writer, label(i));
    put(writer, ':');
    put_sanction(writer, answer, *view.text, words + i * kSanctionTexts, sanctions[i]);
  });
  put(writer, '}');
}

// {"applies":true,"cites":["PDPL@8.5"],"from":…,"kind":"fine","to":…}; bounds, and until when it
// may be imposed, only where it may apply.
void put_sanction(Writer& writer, const Answer& answer, const NormText& text, const uint32_t* words,
                  const phep_sanction& sanction) {
  const auto kind = static_cast<Kind>(words[2]);
  const ValueType type{kind, text.currencies};
  const bool may_apply = sanction.applies != 0;
  put(writer, "{\"applies\":");
  put_truth(writer, sanction.applies != 2, sanction.applies == 1);
  if (words[3] != kNone) {
    put(writer, ",\"cites\":[");
    put_string(writer, string_at(answer.image, words[3]));
    put(writer, ']');
  }
  if (may_apply && sanction.from.tag != PHEP_ABSENT) {
    put(writer, ",\"from\":");
    put_value(writer, answer, type, sanction.from);
  }
  put(writer, ",\"kind\":");
  put_string(writer, string_at(answer.image, words[1]));
  if (may_apply && (sanction.flags & PHEP_S_LIMITED) != 0) {
    put(writer, ",\"limitation\":");
    put_instant(writer, sanction.limit);
  }
  if (words[5] != 0) {
    const uint32_t* const measures = operands_at(answer.image, words[4]);
    put(writer, ",\"measures\":[");
    for (uint32_t i = 0; i < words[5]; ++i) {
      if (i != 0) put(writer, ',');
      put_string(writer, string_at(answer.image, measures[i]));
    }
    put(writer, ']');
  }
  if (may_apply && (sanction.flags & (PHEP_S_BARRED | PHEP_S_BARRED_UNKNOWN)) != 0) {
    put(writer, ",\"time_barred\":");
    put_truth(writer, (sanction.flags & PHEP_S_BARRED) != 0, true);
  }
  if (may_apply && sanction.to.tag != PHEP_ABSENT) {
    put(writer, ",\"to\":");
    put_value(writer, answer, type, sanction.to);
  }
  put(writer, '}');
}

void put_confidence(Writer& writer, const NormText& text) {
  if (text.confidence == 1) {
    put(writer, "\"B\"");
  } else {
    put(writer, "\"C\"");
  }
}

}  // namespace

}  // namespace phep::runtime
