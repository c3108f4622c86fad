// Phép as a contestant of tests/bench: contract/bench_abi.h over what `phep build --target native`
// emits.
//
// The artefacts lie in folders beside this library, one a policy. A text is read into the facts
// struct, which is then decided as a typed one is.
#include "tests/bench/contract/bench_abi.h"

#include "answer.h"
#include <cstring>
#include <dlfcn.h>

namespace {

using phep::engines::Built;

constexpr std::size_t kArena = std::size_t{4} << 20;

struct Engine {
  Built::Decide decide;
  phep_options options;
  char* result;
  char* arena;
  std::string policy;
  std::unique_ptr<Built> built;
  std::vector<std::uint64_t> result_words;
  std::vector<std::uint64_t> facts_words;
};

// The folder that holds this library.
std::string own_folder() {
  Dl_info info;
  if (dladdr(reinterpret_cast<void*>(&own_folder), &info) == 0) return ".";
  const std::string path = info.dli_fname;
  return path.substr(0, path.rfind('/'));
}

}  // namespace

extern "C" {

const char* bench_version(void) {
  return PHEP_VERSION_TEXT;
}

void* bench_open(const char* policy, const char*) {
  const std::string name = policy[1] == '3' ? "p3" : policy[1] == '1' ? "p1" : "p2";
  auto built = phep::engines::load_built(own_folder() + "/" + policy, name);
  if (built == nullptr) return nullptr;
  auto* const engine = new Engine{};
  engine->decide = built->decide;
  engine->options.size = sizeof engine->options;
  engine->options.as_of =
      1'773'108'000'000;  // 2026-03-10T09:00+07:00; no policy of the workload asks
  engine->options.law_date = PHEP_NO_DATE;
  engine->policy = policy;
  engine->result_words.assign((built->result_size + 7) / 8, 0);
  engine->result = reinterpret_cast<char*>(engine->result_words.data());
  auto* const head = reinterpret_cast<phep_result_head*>(engine->result);
  head->size = built->result_size;
  head->layout = built->result_layout;
  engine->arena = static_cast<char*>(::operator new(kArena, std::align_val_t{64}));
  engine->facts_words.assign((built->facts_size + 7) / 8, 0);
  const std::uint32_t facts_head[] = {built->facts_size, built->facts_layout};
  std::memcpy(engine->facts_words.data(), facts_head, sizeof facts_head);
  engine->built = std::move(built);
  return engine;
}

int bench_decide_text(void* handle, const char* json, size_t length) {
  auto& engine = *static_cast<Engine*>(handle);
  const int status = engine.built->read(json, length, &engine.options, engine.facts_words.data(),
                                        nullptr, engine.arena, kArena);
  if (status != PHEP_OK) return status;
  return engine.decide(engine.facts_words.data(), &engine.options, engine.result, engine.arena,
                       kArena);
}

void* bench_prepare(void* handle, const char* json, size_t length) {
  auto& engine = *static_cast<Engine*>(handle);
  return (new std::vector(phep::engines::typed_facts(*engine.built, {json, length})))->data();
}

int bench_decide_object(void* handle, const void* object) {
  auto& engine = *static_cast<Engine*>(handle);
  return engine.decide(object, &engine.options, engine.result, engine.arena, kArena);
}

size_t bench_answer(void* handle, char* out, size_t capacity) {
  auto& engine = *static_cast<Engine*>(handle);
  const std::string told = phep::engines::canonical(*engine.built, engine.policy, engine.result);
  if (told.size() > capacity) return 0;
  std::memcpy(out, told.data(), told.size());
  return told.size();
}

size_t bench_policy_bytes(void* handle) {
  return static_cast<Engine*>(handle)->built->bytes;
}

void bench_close(void* handle) {
  auto* const engine = static_cast<Engine*>(handle);
  ::operator delete(engine->arena, std::align_val_t{64});
  delete engine;
}

}  // extern "C"
