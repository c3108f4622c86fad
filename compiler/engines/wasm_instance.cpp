#include "compiler/engines/wasm_instance.h"

#include <wabt/binary-reader.h>
#include <wabt/error-formatter.h>
#include <wabt/interp/binary-reader-interp.h>
#include <wabt/interp/interp.h>

namespace phep::engines {

namespace {

namespace interp = wabt::interp;

class Instance final : public WasmInstance {
 public:
  bool open(const std::uint8_t* bytes, std::size_t size, std::string* error);

  int function(const std::string& name) override;
  bool call(int function, const std::vector<std::uint32_t>& arguments, std::uint32_t* result,
            std::string* error) override;
  std::uint32_t global(const std::string& name) override;
  std::uint8_t* memory() override { return memory_->UnsafeData(); }
  std::uint64_t memory_size() override { return memory_->ByteSize(); }
  bool reserve(std::uint64_t bytes) override;

 private:
  template <class T>
  interp::RefPtr<T> exported(const std::string& name);

  interp::Store store_;
  interp::Module::Ptr module_;
  interp::Instance::Ptr instance_;
  interp::Memory::Ptr memory_;
  std::unique_ptr<interp::Thread> thread_;
  std::vector<interp::Func::Ptr> functions_;
};

bool Instance::open(const std::uint8_t* bytes, std::size_t size, std::string* error) {
  wabt::Errors errors;
  interp::ModuleDesc description;
  const wabt::Features features;
  const wabt::ReadBinaryOptions options(features, nullptr, true, true, true);
  if (wabt::Failed(
          interp::ReadBinaryInterp("policy.wasm", bytes, size, options, &errors, &description))) {
    *error = "the module is invalid: " +
             wabt::FormatErrorsToString(errors, wabt::Location::Type::Binary);
    return false;
  }
  module_ = interp::Module::New(store_, description);
  interp::Trap::Ptr trap;
  instance_ = interp::Instance::Instantiate(store_, module_.ref(), {}, &trap);
  if (!instance_) {
    *error =
        "the module does not start: " + (trap ? trap->message() : std::string("it has imports"));
    return false;
  }
  memory_ = exported<interp::Memory>("memory");
  if (!memory_) {
    *error = "the module exports no memory";
    return false;
  }
  thread_ = std::make_unique<interp::Thread>(store_, nullptr);
  return true;
}

int Instance::function(const std::string& name) {
  auto found = exported<interp::Func>(name);
  if (!found) return -1;
  functions_.push_back(std::move(found));
  return static_cast<int>(functions_.size()) - 1;
}

bool Instance::call(int function, const std::vector<std::uint32_t>& arguments,
                    std::uint32_t* result, std::string* error) {
  interp::Values values;
  for (const std::uint32_t argument : arguments) values.push_back(interp::Value::Make(argument));
  interp::Values results;
  interp::Trap::Ptr trap;
  const auto status =
      functions_[static_cast<std::size_t>(function)]->Call(*thread_, values, results, &trap);
  if (wabt::Failed(status) || results.size() != 1) {
    *error = "the module trapped: " + (trap ? trap->message() : std::string("unknown"));
    return false;
  }
  *result = results[0].Get<wabt::interp::u32>();
  return true;
}

std::uint32_t Instance::global(const std::string& name) {
  const auto found = exported<interp::Global>(name);
  return found ? found->Get().Get<wabt::interp::u32>() : 0;
}

bool Instance::reserve(std::uint64_t bytes) {
  constexpr std::uint64_t kPage = 65536;
  if (bytes <= memory_size()) return true;
  return wabt::Succeeded(memory_->Grow((bytes - memory_size() + kPage - 1) / kPage));
}

template <class T>
interp::RefPtr<T> Instance::exported(const std::string& name) {
  const auto& types = module_->desc().exports;
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (types[i].type.name != name) continue;
    const interp::Ref ref = instance_->exports()[i];
    if (store_.Is<T>(ref)) return store_.UnsafeGet<T>(ref);
  }
  return {};
}

}  // namespace

std::unique_ptr<WasmInstance> WasmInstance::load(const std::uint8_t* bytes, std::size_t size,
                                                 std::string* error) {
  auto instance = std::make_unique<Instance>();
  if (!instance->open(bytes, size, error)) return nullptr;
  return instance;
}

}  // namespace phep::engines
