// One decided case explained: reasons as data, in one language. What text, JSON and HTML show.
#pragma once

#include "compiler/explain/certificate.h"
#include "compiler/explain/day_count.h"
#include "compiler/explain/reason.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace phep::explain {

struct Provision {
  std::string source;     // PDPL@23.1
  std::string text;       // khoản 1 Điều 23 Luật số 91/2025/QH15
  std::string title;      // Luật Bảo vệ dữ liệu cá nhân
  std::string heading{};  // of the narrowest provision around it that has one
  std::string digest{};   // its own
};

// A fact that is missing, and what each answer would give.
struct Missing {
  struct Answer {
    nlohmann::json value;
    std::string text;     // the answer in words
    std::string outcome;  // what then holds, in words
    std::string status;   // of the norm: its name; empty of an output
  };
  std::string fact, label;
  bool judgment = false;
  std::vector<Answer> answers;
};

struct FlipNote {
  struct Change {
    std::string fact, label, text;
    nlohmann::json to;
  };
  std::vector<Change> changes;
  std::string status, text;
};

struct NormNote {
  std::string key;     // in the answer: "notify_authority", "answer[/requests/3]"
  std::string symbol;  // vn.pdpl.breach.notify_authority
  std::string label, kind;
  std::string status, status_words;
  std::string headline;  // status in words with by how much
  bool binds_nobody = false;
  int row = 0;  // of the status table; 0 where several are possible
  std::string row_text;
  std::vector<Provision> cites;
  std::vector<std::string> bearers, fallback;
  std::string bearer_mode;             // one, any, each
  std::string period;                  // of a recurring duty: which one, in words
  std::string kept_through, given_up;  // of what is to be kept: moments in words
  std::string toward, action;
  std::string origin, proof,
      silence;  // sentences: what gives rise to it, who proves, what no answer means
  std::vector<std::string> conclusion;  // sentences
  std::vector<Reason> steps;            // test by test, in the order of the status table
  std::vector<DayCount> deadlines;
  std::vector<Reason> sanctions;
  std::string sanctions_lead;           // when they apply
  std::vector<std::string> fines;       // what they say of money, in the same order, without more
  std::int32_t zone_minutes = 420;      // in which its days begin and end
  std::optional<std::int64_t> trigger;  // the moment that gave rise to it; of a date its 00:00
  std::vector<Missing> missing;
  std::vector<FlipNote> flips;
  std::vector<std::string> unsettled;
  nlohmann::json result;  // as in the answer
};

struct OutputNote {
  std::string key, label, text;
  std::vector<Reason> because;
  std::vector<Missing> missing;
  nlohmann::json result;
};

struct ReadingNote {
  struct Other {
    std::string option, text;
    std::vector<std::string> changes;  // in words
  };
  std::string name, question, option, text, basis;
  std::vector<std::string> cites;
  std::vector<Other> others;
};

struct Explanation {
  Language language = Language::Vietnamese;
  std::string decision, label;
  std::string as_of, as_of_text, law_date_text;
  std::string known_through_text;  // the day to which the law is known; empty: nothing says
  std::string release;
  bool certificate_checked = false;
  std::vector<OutputNote> outputs;
  std::vector<NormNote> norms;  // what matters now first
  std::vector<ReadingNote> readings;
  std::vector<std::string> notes;  // of the whole
  std::size_t evaluations = 0;
  bool search_limit_hit = false;
  nlohmann::json answer;
};

struct Options {
  std::string norm{};  // only this one: a key of the answer, or its simple name
  const Certificate* certificate = nullptr;  // that the replay must reproduce
  bool flips = true;                         // look for the smallest changes
};

// Replays the question and explains it. Fails as deciding fails, or where the certificate is not
// reproduced; a norm that the answer does not have gives an explanation without norms.
std::expected<Explanation, Refusal> explain(const Lexicon& lexicon, hir::DefId target,
                                            const Question& question, const Options& options,
                                            Language language);

}  // namespace phep::explain
