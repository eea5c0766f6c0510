// World: the use cases with a real verifier, a real store on disk, the regulations of the source tree,
// documents signed by the demonstration PKI, registers of the test's own and a clock that the test turns.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "clients/demo_pki/demo_pki.h"
#include "service/application/use_cases.h"
#include "service/errors/error.h"

namespace oteu::application {

class ManualClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::FromUnixMicros(now_us_.load()); }
  void Set(absl::string_view rfc3339);

 private:
  std::atomic<std::int64_t> now_us_ = 0;
};

// Registers that say what the test tells them.
class FakeRegistry final : public registry::StateRegistry {
 public:
  v1::FamilyRecord LookUpFamily(const std::string& child_iin, const std::string& applicant_iin,
                                absl::Time) override;
  std::vector<v1::Institution> LookUpInstitutions(const std::vector<std::string>& bins, absl::Time) override;

  std::map<std::string, v1::FamilyRecord> families;  // by child
  std::map<std::string, v1::Institution> institutions;
  std::atomic<bool> down = false;
  std::atomic<int> lookups = 0;
};

inline constexpr char kKegen[] = "194400000";

class World : public testing::Test {
 protected:
  World();
  ~World() override;

  // Stops and starts the use cases and the store; what is left between is the database.
  void Reopen();

  // ---- People: child i has mother i and father i ----
  static std::string Child(int i = 0);
  static std::string Mother(int i = 0);
  static std::string Father(int i = 0);
  void AddFamily(int i);

  // ---- Documents ----
  v1::SchoolCertificate SchoolCertificate(int child = 0) const;
  v1::PmpcConclusion PmpcConclusion(int child = 0) const;
  static v1::Document Signed(v1::DocumentType type, const std::string& content, const char* signer);
  static v1::Document Signed(const v1::SchoolCertificate& payload,
                             const char* signer = demo_pki::kSchoolHead);
  static v1::Document Signed(const v1::PmpcConclusion& payload, const char* signer = demo_pki::kPmpcHead);

  // The mother's application for child i, with both documents: granted as it is.
  v1::SubmitApplicationRequest Request(const std::string& request_id, int child = 0) const;

  // ---- Calls that wait ----
  absl::StatusOr<v1::SubmitApplicationResponse> Submit(v1::SubmitApplicationRequest request);
  absl::StatusOr<v1::SupplyDocumentsResponse> Supply(const std::string& request_id, const std::string& name,
                                                     std::vector<v1::Document> documents);
  absl::StatusOr<v1::CompleteReviewResponse> Review(const std::string& request_id, const std::string& name,
                                                    std::vector<v1::OfficerAttestation> attestations = {});
  absl::StatusOr<v1::RecordHearingResponse> Hear(const std::string& request_id, const std::string& name,
                                                 const google::type::Date& held_on);
  absl::StatusOr<v1::ConfirmRefusalResponse> Confirm(const std::string& request_id, const std::string& name);
  absl::StatusOr<v1::GrantAfterHearingResponse> Grant(const std::string& request_id, const std::string& name,
                                                      std::vector<v1::ReasonCode> set_aside);
  absl::StatusOr<v1::WithdrawApplicationResponse> Withdraw(const std::string& request_id,
                                                           const std::string& name);
  v1::ReplayDecisionResponse Replay(const std::string& decision_name);

  // ---- Facts: "vendor-a" speaks for the school through 2025, "vendor-b" from 2026 on, "registers" states
  // every kind that registers state, "civil" deaths alone ---- Pushes at `offset`; without one, where the
  // session stands.
  absl::StatusOr<v1::FactChunkResult> Push(const std::string& source, std::vector<v1::Fact> facts,
                                           std::optional<std::int64_t> offset = std::nullopt,
                                           bool validate_only = false);
  // The same, and the outcomes alone.
  std::vector<v1::FactOutcome> Outcomes(const std::string& source, std::vector<v1::Fact> facts);
  v1::Decision LatestDecision(const std::string& application_name);
  v1::GetEntitlementResponse Entitlement(const std::string& application_name);
  // Submits child i's application; fails the test unless it is granted. Its name.
  std::string Granted(int child = 0);

  static std::shared_ptr<const verification::Verifier> MakeVerifier(bool with_revocation_lists);
  // The trust of the verifier as files, and the flags of `oteu` that name them.
  static std::vector<std::string> TrustFlags(const std::string& folder);

  ManualClock clock_;
  FakeRegistry registry_;
  std::shared_ptr<const facts::Sources> fact_sources_;
  std::shared_ptr<const verification::Verifier> verifier_;
  std::shared_ptr<const regulation::Catalog> catalog_;
  std::string folder_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<UseCases> use_cases_;
  CallContext call_;

 private:
  void Open();
};

google::type::Date Date(int year, int month, int day);

// The public name of an error made in service/errors; the status itself when it is none.
std::string ErrorName(const absl::Status& status);
std::vector<std::string> ViolatedFields(const absl::Status& status);

// Facts. `child` is an IIN.
v1::Fact Confirmed(const std::string& id, const std::string& child, const std::string& month);
v1::Fact Period(const std::string& id, v1::FactKind kind, const std::string& child,
                const google::type::Date& from, std::optional<google::type::Date> through = std::nullopt);
v1::Fact Ended(const std::string& id, const std::string& child, const google::type::Date& through);
v1::Fact Revision(v1::Fact fact, std::int64_t revision);
v1::Fact Retraction(v1::Fact fact, std::int64_t revision);

std::set<v1::ReasonCode> ReasonSet(const v1::Decision& decision);

}  // namespace oteu::application
