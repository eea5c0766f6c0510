#include "service/application/use_cases.h"

#include <utility>

#include "service/application/use_cases_impl.h"

namespace oteu::application {

std::unique_ptr<UseCases> UseCases::Create(Dependencies dependencies) {
  return std::make_unique<UseCasesImpl>(std::move(dependencies));
}

}  // namespace oteu::application
