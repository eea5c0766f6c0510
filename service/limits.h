// Every bound of service/ in one place, with its unit and the name that an error quotes. A bound is checked
// before memory or time is spent on what exceeds it. docs/reference/limits.md lists them;
// verification/limits.h holds those of signatures.
#pragma once

#include <cstddef>
#include <cstdint>

namespace oteu::limits {

// ---- One call ----
inline constexpr std::size_t kMaxMessageBytes = std::size_t{4} * 1024 * 1024;
inline constexpr std::size_t kMaxRequestIdChars = 64;
inline constexpr std::int32_t kDefaultPageSize = 50;
inline constexpr std::int32_t kMaxPageSize = 200;
inline constexpr std::size_t kMaxPageTokenBytes = 512;
inline constexpr std::size_t kMaxNameChars = 128;
inline constexpr std::size_t kMaxRegulationTextBytes = std::size_t{1} * 1024 * 1024;

// ---- One application ----
// Documents that count for the decision; bytes of container and of detached content, each.
inline constexpr int kMaxDocuments = 20;
inline constexpr std::size_t kMaxDocumentBytes = std::size_t{2} * 1024 * 1024;
// Documents ever handed in for one application, replaced ones included.
inline constexpr int kMaxDocumentsKept = 100;
// Decisions of one application: each hand-in, hearing or retry makes one.
inline constexpr int kMaxDecisions = 1000;
inline constexpr int kMaxAttestations = 20;
inline constexpr std::size_t kMaxOfficerChars = 64;
inline constexpr std::size_t kMaxMinutesChars = 8000;
inline constexpr std::size_t kMaxJustificationChars = 8000;
inline constexpr std::size_t kMaxAttestationChars = 2000;
inline constexpr std::size_t kMaxWithdrawalReasonChars = 2000;

// ---- One signed payload (JSON) ----
inline constexpr std::size_t kMaxPayloadBytes = std::size_t{64} * 1024;
inline constexpr int kMaxJsonDepth = 32;
inline constexpr std::size_t kMaxDocumentNumberChars = 64;

// ---- State registers ----
// BINs of one look-up; a dossier that names more is read in several.
inline constexpr int kMaxInstitutionsPerLookup = 32;
// Items of one list in a record of a register.
inline constexpr int kMaxRegisterItems = 256;
inline constexpr std::size_t kMaxRegisterAnswerBytes = std::size_t{1} * 1024 * 1024;
inline constexpr std::size_t kMaxRegistryFileBytes = std::size_t{16} * 1024 * 1024;

// ---- Facts ----
// Facts of one chunk; digits of a child-hash range.
inline constexpr int kMaxFactsPerChunk = 1000;
inline constexpr std::size_t kMaxChildHashPrefixChars = 16;

// ---- A simulated book ----
// Cases of one message; periods of one decided answer, and characters of their labels; readings or MCI of a
// plan.
inline constexpr int kMaxBookCases = 500;
inline constexpr int kMaxDecidedPeriods = 512;
inline constexpr std::size_t kMaxPeriodLabelChars = 16;
inline constexpr int kMaxPlanItems = 16;

// ---- The audit log ----
// Records of one answer, and bytes of records after which no further one is added.
inline constexpr int kMaxAuditPageSize = 1000;
inline constexpr std::size_t kMaxAuditPageBytes = std::size_t{2} * 1024 * 1024;

// ---- A decision bundle ----
// Bytes of one piece of the stream. What a whole bundle holds at most stands in service/audit/bundle_file.h.
inline constexpr std::size_t kMaxBundlePieceBytes = std::size_t{1} * 1024 * 1024;

// ---- OCSP on demand ----
// Certificates that one call asks about, and how often it verifies again with what came.
inline constexpr std::size_t kMaxOcspQuestions = 32;
inline constexpr int kMaxEvidenceRounds = 2;
// Responses kept with the inputs of one decision.
inline constexpr int kMaxOcspResponsesKept = 64;
// Responders that are asked, by URL.
inline constexpr std::size_t kMaxOcspResponders = 16;

// ---- Payment registers ----
// Lines of one register; further ones go to the next register of the quarter.
inline constexpr int kMaxRegisterLines = 10000;
// Held entries and proposed overpayments that a register shows; their counts are of all.
inline constexpr int kMaxRegisterNotes = 20000;
// Builds under way and dry runs that are kept.
inline constexpr int kMaxRegisterBuildsKept = 16;
inline constexpr int kMaxAcknowledgements = 1000;
inline constexpr std::size_t kMaxReturnReasonChars = 500;
inline constexpr std::size_t kMaxOverpaymentReasonChars = 2000;

// ---- Retries ----
// How often a write is decided again when somebody else changed what it rests on.
inline constexpr int kMaxCommitAttempts = 5;
// Differences that a replay reports.
inline constexpr int kMaxReplayDifferences = 50;

}  // namespace oteu::limits
