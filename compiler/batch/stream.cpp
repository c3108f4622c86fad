#include "compiler/batch/stream.h"

#include "compiler/batch/answers.h"
#include "compiler/source/source_map.h"

#include <condition_variable>
#include <future>
#include <mutex>

namespace phep::batch {
namespace {

// Bytes of rows that may be read and not written yet, unless it is one piece.
constexpr std::size_t kMostInFlight = std::size_t{4} << 20U;

// What comes out, in order: written, told, counted. After an end nothing more is.
class Mouth {
 public:
  Mouth(const Plan& plan, const Outlet& outlet, Totals& totals)
      : plan_(plan), outlet_(outlet), totals_(totals) {}

  void emit(const Answers& answers, std::uint64_t bytes) {
    if (ended()) return;
    if (auto written = outlet_.write(answers.lines); !written)
      end({Ended::Why::Io, written.error().message});
    totals_.rows += answers.rows;
    totals_.refused += answers.refusals.size();
    totals_.bytes += bytes;
    totals_.finding |= answers.finding;
    totals_.indefinite |= answers.indefinite;
    for (const Refusal& refusal : answers.refusals) outlet_.refused(refusal);
    if (answers.failure) end({Ended::Why::Engine, answers.failure->message});
    if (answers.stopped) end({Ended::Why::BadRow});
    outlet_.progress(totals_);
  }

  [[nodiscard]] bool ended() const { return over_; }
  // Nothing more comes out: a defect is on its way to the caller.
  void abandon() {
    over_ = true;
    if (plan_.stopped != nullptr) *plan_.stopped = true;
  }
  // Once it has ended and nobody emits any more.
  [[nodiscard]] Ended& how() { return *ended_; }

 private:
  void end(Ended how) {
    if (ended_) return;
    ended_ = std::move(how);
    abandon();
  }

  const Plan& plan_;
  const Outlet& outlet_;
  Totals& totals_;
  std::optional<Ended> ended_;
  std::atomic<bool> over_ = false;
};

// Pieces on their way through several threads. They are taken in order, and whoever has finished
// the next one to be written writes it and what is ready behind it. What is thrown in a thread
// stops all of them and comes out of `finish`.
class Belt {
 public:
  Belt(const Plan& plan, const Table* table, Mouth& mouth)
      : plan_(plan), table_(table), mouth_(mouth), slots_(plan.deciders.size() * 2 + 1) {
    Orderly orderly(*this);
    for (const Decide& decide : plan.deciders)
      threads_.push_back(std::async(std::launch::async, [this, &decide] { work(decide); }));
    orderly.reached = true;
  }
  ~Belt() { close(); }  // futures wait for their threads
  Belt(const Belt&) = delete;
  Belt& operator=(const Belt&) = delete;

  // Hands a piece over, and an emptied one back; false once nothing more will be written.
  bool put(Piece& piece) {
    std::unique_lock lock(mutex_);
    const std::size_t size = piece.text.size();
    free_.wait(lock, [&] {
      const bool room = put_ == written_ || in_flight_ + size <= kMostInFlight;
      return mouth_.ended() || (room && put_ - written_ < slots_.size());
    });
    if (mouth_.ended()) return false;
    Slot& slot = slots_[put_ % slots_.size()];
    std::swap(slot.piece, piece);
    in_flight_ += size;
    ++put_;
    ready_.notify_one();
    return true;
  }

  // Waits until everything is written.
  void finish() {
    close();
    for (std::future<void>& thread : threads_) thread.wait();
    for (std::future<void>& thread : threads_) thread.get();
    threads_.clear();
  }

 private:
  struct Slot {
    Piece piece;
    Answers answers;
    bool done = false;
  };

  // Leaving a scope before its end was reached: nobody shall wait for what will not come.
  struct Orderly {
    explicit Orderly(Belt& of) : belt(of) {}
    Orderly(const Orderly&) = delete;
    Orderly& operator=(const Orderly&) = delete;
    ~Orderly() {
      if (reached) return;
      belt.mouth_.abandon();
      belt.close();
      belt.free_.notify_all();
    }
    Belt& belt;
    bool reached = false;
  };

  void close() {
    {
      const std::scoped_lock lock(mutex_);
      closed_ = true;
    }
    ready_.notify_all();
  }

  void work(const Decide& decide) {
    Orderly orderly(*this);
    std::unique_lock lock(mutex_);
    for (;;) {
      ready_.wait(lock, [&] { return taken_ < put_ || closed_; });
      if (taken_ == put_) {
        orderly.reached = true;
        return;
      }
      Slot& slot = slots_[taken_++ % slots_.size()];
      lock.unlock();
      answer(plan_, table_, decide, slot.piece, slot.answers);
      lock.lock();
      slot.done = true;
      write_what_is_next(lock);
    }
  }

  void write_what_is_next(std::unique_lock<std::mutex>& lock) {
    if (writing_) return;
    writing_ = true;
    while (written_ < put_ && slots_[written_ % slots_.size()].done) {
      Slot& slot = slots_[written_ % slots_.size()];
      lock.unlock();
      mouth_.emit(slot.answers, slot.piece.text.size());
      lock.lock();
      slot.done = false;
      in_flight_ -= slot.piece.text.size();
      ++written_;
      free_.notify_one();
    }
    writing_ = false;
  }

  const Plan& plan_;
  const Table* table_;
  Mouth& mouth_;  // used by the one thread that is writing
  std::mutex mutex_;
  std::condition_variable ready_, free_;
  std::vector<Slot> slots_;
  std::uint64_t put_ = 0, taken_ = 0, written_ = 0;
  std::size_t in_flight_ = 0;
  bool writing_ = false, closed_ = false;
  std::vector<std::future<void>> threads_;  // last: they end before what they use
};

// The header of a table is its first row.
std::expected<std::optional<Table>, Ended> read_table(const FactsOf& facts, Rows& rows,
                                                      Piece& piece) {
  const auto more = rows.next(piece);
  if (!more) return std::unexpected(Ended{Ended::Why::Io, more.error().message});
  if (!*more) return std::nullopt;
  const Row header = piece.rows.front();
  Ended bad{.why = Ended::Why::BadHeader,
            .header = piece.text.substr(header.begin, header.end - header.begin)};
  SourceMap sources;
  const FileId file = sources.add("", bad.header);
  auto table = Table::read(bad.header, file, facts.program, facts.decision, bad.diagnostics);
  if (!table) return std::unexpected(std::move(bad));
  rows.separate_by(table->separator());
  return table;
}

}  // namespace

std::expected<void, Ended> run(const Plan& plan, const FactsOf& facts, Read read,
                               const Outlet& outlet, Totals& totals) {
  Rows rows(std::move(read), plan.form);
  Piece piece;
  std::optional<Table> table;
  if (plan.form == Form::Csv) {
    auto found = read_table(facts, rows, piece);
    if (!found) return std::unexpected(std::move(found.error()));
    if (!*found) return {};
    table = std::move(*found);
    rows.restart_count();
  }
  Mouth mouth(plan, outlet, totals);
  const Table* const header = table ? &*table : nullptr;
  Result<bool> more = false;
  if (plan.deciders.size() == 1) {
    Answers answers;
    while (!mouth.ended() && (more = rows.next(piece)) && *more) {
      answer(plan, header, plan.deciders[0], piece, answers);
      mouth.emit(answers, piece.text.size());
    }
  } else {
    Belt belt(plan, header, mouth);
    while ((more = rows.next(piece)) && *more && belt.put(piece)) {
    }
    belt.finish();
  }
  if (mouth.ended()) return std::unexpected(std::move(mouth.how()));
  if (!more) return std::unexpected(Ended{Ended::Why::Io, more.error().message});
  return {};
}

}  // namespace phep::batch
