// Beside the unit tests of a mutated tree: where PHEP_MUTANTS_REACHED names a file, which mutants
// each test case reaches, a line a case: its name, its microseconds, whether it passed, the
// numbers.
#include "compiler/base/mutant.h"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace {

class Reached : public doctest::IReporter {
 public:
  explicit Reached(const doctest::ContextOptions&) {
    if (const char* path = std::getenv("PHEP_MUTANTS_REACHED")) out_.open(path);
  }
  void test_case_start(const doctest::TestCaseData& test) override {
    name_ = test.m_name;
    began_ = std::chrono::steady_clock::now();
    if (out_.is_open()) std::memset(phep::mutants::reached, 0, PHEP_MUTANTS + 1);
  }
  void test_case_end(const doctest::CurrentTestCaseStats& stats) override {
    if (!out_.is_open()) return;
    const auto took = std::chrono::steady_clock::now() - began_;
    out_ << name_ << '\t' << std::chrono::duration_cast<std::chrono::microseconds>(took).count()
         << '\t' << (stats.testCaseSuccess ? "passed" : "failed") << '\t';
    for (int n = 1; n <= PHEP_MUTANTS; ++n)
      if (phep::mutants::reached[n] != 0) out_ << n << ' ';
    out_ << std::endl;
  }
  void report_query(const doctest::QueryData&) override {}
  void test_run_start() override {}
  void test_run_end(const doctest::TestRunStats&) override {}
  void test_case_reenter(const doctest::TestCaseData&) override {}
  void test_case_exception(const doctest::TestCaseException&) override {}
  void subcase_start(const doctest::SubcaseSignature&) override {}
  void subcase_end() override {}
  void log_assert(const doctest::AssertData&) override {}
  void log_message(const doctest::MessageData&) override {}
  void test_case_skipped(const doctest::TestCaseData&) override {}

 private:
  std::ofstream out_;
  std::string name_;
  std::chrono::steady_clock::time_point began_;
};

}  // namespace

DOCTEST_REGISTER_LISTENER("reached", 1, Reached);
