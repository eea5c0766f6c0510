#include "clients/cli/inspect/inspect.h"

#include "clients/cli/file_kind.h"

namespace oteu::cli::inspect {

absl::StatusOr<Inspection> Inspect(const verification::openssl::Context& context, std::string_view file) {
  const FileKind kind = KindOf(file);
  Inspection inspection{KindName(kind), {}};
  absl::Status status;
  switch (kind) {
    case FileKind::kCertificate:
      status = InspectCertificates(context, file, &inspection);
      break;
    case FileKind::kCrl:
      status = InspectCrl(file, &inspection);
      break;
    case FileKind::kOcspResponse:
      status = InspectOcsp(context, file, &inspection);
      break;
    case FileKind::kXml:
      status = InspectXml(context, file, &inspection);
      break;
    case FileKind::kTimeStamp:
      status = InspectTimestamp(context, file, &inspection);
      break;
    case FileKind::kCmsOrUnknown:
      status = InspectCms(context, file, &inspection);
      break;
  }
  if (!status.ok()) return status;
  return inspection;
}

}  // namespace oteu::cli::inspect
