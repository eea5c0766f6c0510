// Writes: outcomes of preconditions, claims, what is refused.
#include "tests/service/store/conformance.h"

namespace oteu::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using CommitTest = StoreTest;

TEST_P(CommitTest, ACommittedChangeAnswersWithItsResponse) {
  auto result = CommitAndWait(*store_, NewApplication("a1"));
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->outcome, CommitOutcome::kCommitted);
  EXPECT_EQ(result->response, NewApplication("a1").response);
}

TEST_P(CommitTest, TheSameRequestAgainGetsTheSameAnswerAndWritesNothing) {
  ASSERT_EQ(Commit(NewApplication("a1")), CommitOutcome::kCommitted);
  Change again = NewApplication("a2");  // the retry was given a fresh id before the store was asked
  again.request_key = NewApplication("a1").request_key;
  again.request_sha256 = NewApplication("a1").request_sha256;
  auto result = CommitAndWait(*store_, again);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->outcome, CommitOutcome::kReplayed);
  EXPECT_EQ(result->response, NewApplication("a1").response);
  EXPECT_TRUE(absl::IsNotFound(store_->GetApplication("a2").status()));
}

TEST_P(CommitTest, ARequestIdWithAnotherPayloadIsRefused) {
  ASSERT_EQ(Commit(NewApplication("a1")), CommitOutcome::kCommitted);
  Change other = NewApplication("a2");
  other.request_key = NewApplication("a1").request_key;
  EXPECT_EQ(Commit(other), CommitOutcome::kRequestIdReused);
  EXPECT_TRUE(absl::IsNotFound(store_->GetApplication("a2").status()));
}

TEST_P(CommitTest, AReplayWinsOverTheConflictItsOwnFirstRunMade) {
  ASSERT_EQ(Commit(NewApplication("a1")), CommitOutcome::kCommitted);
  EXPECT_EQ(Commit(NewApplication("a1")), CommitOutcome::kReplayed);
}

TEST_P(CommitTest, WithoutARequestKeyThereIsNoIdempotency) {
  Change change = NewApplication("a1");
  change.request_key.clear();
  ASSERT_EQ(Commit(change), CommitOutcome::kCommitted);
  EXPECT_EQ(Commit(change), CommitOutcome::kRevisionConflict);
}

TEST_P(CommitTest, AnApplicationThatMovedIsARevisionConflict) {
  const Change first = NewApplication("a1");
  ASSERT_EQ(Commit(first), CommitOutcome::kCommitted);
  ASSERT_EQ(Commit(NextChange(first, oteu::v1::APPLICATION_STATE_WITHDRAWN)), CommitOutcome::kCommitted);
  EXPECT_EQ(Commit(NextChange(first, oteu::v1::APPLICATION_STATE_REFUSED)), CommitOutcome::kRevisionConflict);
  EXPECT_EQ(store_->GetApplication("a1")->state(), oteu::v1::APPLICATION_STATE_WITHDRAWN);
}

TEST_P(CommitTest, AChangeOfAnAbsentApplicationIsARevisionConflict) {
  EXPECT_EQ(Commit(NextChange(NewApplication("a1"), oteu::v1::APPLICATION_STATE_REFUSED)),
            CommitOutcome::kRevisionConflict);
}

TEST_P(CommitTest, AGrantMovesTheClaims) {
  EXPECT_EQ(store_->GetClaims(kChild)->version, 0);
  Change change = NewApplication("a1");
  SetGrant(change, 0, {"2026-09", "2026-10"});
  ASSERT_EQ(Commit(change), CommitOutcome::kCommitted);
  const auto claims = store_->GetClaims(kChild);
  ASSERT_TRUE(claims.ok());
  EXPECT_EQ(claims->version, 1);
  ASSERT_THAT(claims->grants, SizeIs(1));
  EXPECT_EQ(claims->grants[0].application_id, "a1");
  EXPECT_EQ(claims->grants[0].regulation_id, "kz-kegen");
  EXPECT_EQ(claims->grants[0].applied_on, "2026-09-01");
  EXPECT_THAT(claims->grants[0].months, ElementsAre("2026-09", "2026-10"));
}

TEST_P(CommitTest, StaleClaimsAreAConflictEvenWithoutAGrant) {
  Change first = NewApplication("a1");
  SetGrant(first, 0, {"2026-09"});
  ASSERT_EQ(Commit(first), CommitOutcome::kCommitted);
  Change second = NewApplication("a2");
  second.expected_claims_version = 0;
  EXPECT_EQ(Commit(second), CommitOutcome::kClaimsConflict);
  second.expected_claims_version = 1;
  EXPECT_EQ(Commit(second), CommitOutcome::kCommitted);
}

TEST_P(CommitTest, AMonthIsGrantedOnceWhateverTheCallerBelieves) {
  Change first = NewApplication("a1");
  SetGrant(first, 0, {"2026-09", "2026-10"});
  ASSERT_EQ(Commit(first), CommitOutcome::kCommitted);
  Change overlapping = NewApplication("a2");
  SetGrant(overlapping, 1, {"2026-10", "2026-11"});  // the right version, and yet a month that is taken
  EXPECT_EQ(Commit(overlapping), CommitOutcome::kClaimsConflict);
  overlapping.expected_claims_version.reset();
  EXPECT_EQ(Commit(overlapping), CommitOutcome::kClaimsConflict);
  Change beside = NewApplication("a3");
  SetGrant(beside, 1, {"2026-11"});
  EXPECT_EQ(Commit(beside), CommitOutcome::kCommitted);
}

TEST_P(CommitTest, AGrantIsReplacedByTheSameApplication) {
  Change first = NewApplication("a1");
  SetGrant(first, 0, {"2026-09", "2026-10"});
  ASSERT_EQ(Commit(first), CommitOutcome::kCommitted);
  Change second = NextChange(first, oteu::v1::APPLICATION_STATE_GRANTED);
  SetGrant(second, 1, {"2026-10", "2026-12"});
  ASSERT_EQ(Commit(second), CommitOutcome::kCommitted);
  EXPECT_EQ(store_->GetClaims(kChild)->version, 2);
  EXPECT_THAT(store_->GetClaims(kChild)->grants.at(0).months, ElementsAre("2026-10", "2026-12"));
}

TEST_P(CommitTest, ARevokedGrantFreesItsMonthsAndMovesTheClaims) {
  Change first = NewApplication("a1");
  SetGrant(first, 0, {"2026-09"});
  ASSERT_EQ(Commit(first), CommitOutcome::kCommitted);
  Change revoke = NextChange(first, oteu::v1::APPLICATION_STATE_WITHDRAWN);
  revoke.revoke_grant = true;
  ASSERT_EQ(Commit(revoke), CommitOutcome::kCommitted);
  EXPECT_EQ(store_->GetClaims(kChild)->version, 2);
  EXPECT_THAT(store_->GetClaims(kChild)->grants, IsEmpty());
  Change other = NewApplication("a2");
  SetGrant(other, 2, {"2026-09"});
  EXPECT_EQ(Commit(other), CommitOutcome::kCommitted);
}

TEST_P(CommitTest, AnotherChildsClaimsAreNotConcerned) {
  Change first = NewApplication("a1");
  SetGrant(first, 0, {"2026-09"});
  ASSERT_EQ(Commit(first), CommitOutcome::kCommitted);
  Change other = NewApplication("a2");
  other.application.mutable_form()->set_child_iin("150101500019");
  SetGrant(other, 0, {"2026-09"});
  EXPECT_EQ(Commit(other), CommitOutcome::kCommitted);
}

TEST_P(CommitTest, AChangeThatContradictsItselfIsRefused) {
  const auto refused = [&](const std::function<void(Change&)>& spoil) {
    Change change = NewApplication("a1");
    SetGrant(change, 0, {"2026-09"});
    spoil(change);
    return absl::IsInvalidArgument(CommitAndWait(*store_, change).status());
  };
  EXPECT_TRUE(refused([](Change& c) { c.application_id.clear(); }));
  EXPECT_TRUE(refused([](Change& c) { c.application.set_revision(7); }));
  EXPECT_TRUE(refused([](Change& c) { c.request_sha256 = "short"; }));
  EXPECT_TRUE(refused([](Change& c) { c.documents[0].sha256 = "short"; }));
  EXPECT_TRUE(refused([](Change& c) { c.decision->version = 0; }));
  EXPECT_TRUE(refused([](Change& c) { c.grant->months = {"2026-13"}; }));
  EXPECT_TRUE(refused([](Change& c) { c.grant->months = {"2026-10", "2026-09"}; }));
  EXPECT_TRUE(refused([](Change& c) { c.grant->months = {"2026-09", "2026-09"}; }));
  EXPECT_TRUE(refused([](Change& c) { c.grant->application_id = "a2"; }));
  EXPECT_TRUE(refused([](Change& c) { c.revoke_grant = true; }));
  EXPECT_TRUE(refused([](Change& c) { c.application.mutable_form()->clear_child_iin(); }));
  EXPECT_TRUE(refused([](Change& c) { c.event.clear(); }));
  EXPECT_TRUE(absl::IsNotFound(store_->GetApplication("a1").status()));
}

TEST_P(CommitTest, ADecisionWithoutItsDocumentIsRefusedAndHarmsNobodyElse) {
  Change change = NewApplication("a1");
  change.documents.clear();
  EXPECT_FALSE(CommitAndWait(*store_, change).ok());
  EXPECT_TRUE(absl::IsNotFound(store_->GetApplication("a1").status()));
  EXPECT_EQ(Commit(NewApplication("a2")), CommitOutcome::kCommitted);
}

TEST_P(CommitTest, ADecisionVersionIsWrittenOnce) {
  const Change first = NewApplication("a1");
  ASSERT_EQ(Commit(first), CommitOutcome::kCommitted);
  Change again = NextChange(first, oteu::v1::APPLICATION_STATE_REFUSED);
  again.decision = StoredDecision{1, "another decision 1", "", {}};
  EXPECT_FALSE(CommitAndWait(*store_, again).ok());
  EXPECT_EQ(store_->GetApplication("a1")->revision(), 1);
  EXPECT_EQ(store_->GetDecision("a1", 1)->decision, first.decision->decision);
}

TEST_P(CommitTest, AfterDrainNothingIsAccepted) {
  ASSERT_EQ(Commit(NewApplication("a1")), CommitOutcome::kCommitted);
  store_->Drain();
  EXPECT_TRUE(absl::IsUnavailable(CommitAndWait(*store_, NewApplication("a2")).status()));
  EXPECT_TRUE(store_->GetApplication("a1").ok());
}

TEST_P(CommitTest, WhatWasAcknowledgedIsThereAfterReopening) {
  Change change = NewApplication("a1");
  SetGrant(change, 0, {"2026-09"});
  change.snapshots.push_back({Sha256Hex("trust"), "trust"});
  ASSERT_EQ(Commit(change), CommitOutcome::kCommitted);
  Reopen();
  EXPECT_EQ(store_->GetApplication("a1")->SerializeAsString(), change.application.SerializeAsString());
  EXPECT_EQ(store_->GetDecision("a1", 1)->inputs, "inputs of a1");
  EXPECT_EQ(store_->FindRequest(change.request_key)->response, change.response);
  EXPECT_EQ(*store_->GetSnapshot(Sha256Hex("trust")), "trust");
  EXPECT_THAT(store_->GetClaims(kChild)->grants, SizeIs(1));
  EXPECT_EQ(Commit(change), CommitOutcome::kReplayed);
}

INSTANTIATE_TEST_SUITE_P(All, CommitTest, testing::ValuesIn(AllStores()), FactoryName);

}  // namespace
}  // namespace oteu::store
