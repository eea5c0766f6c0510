// Registers below the wire: what a build shows when there is too much, and what becomes of one when the
// service stops.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "service/application/assemble_register.h"
#include "tests/service/application/world.h"

namespace oteu::application {
namespace {

class RegistersTest : public World {
 protected:
  v1::BuildRegisterRequest Quarter() {
    v1::BuildRegisterRequest request;
    request.set_district_kato(kKegen);
    request.set_quarter("2025-Q4");
    return request;
  }
};

TEST_F(RegistersTest, WhatIsTooMuchToShowIsCounted) {
  for (int child = 0; child < 3; ++child) Granted(child);
  RegisterQuestion question;
  question.district_kato = kKegen;
  question.quarter = "2025-Q4";
  question.through = "2025-12";
  question.now = clock_.Now();
  const auto go_on = [](std::int64_t, std::int64_t) { return true; };
  auto all = AssembleRegister(*store_, *catalog_, question, go_on);
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_EQ(all->head.held_count(), 3) << "nobody confirmed the quarter";
  EXPECT_EQ(all->notes.size(), 3U);
  EXPECT_EQ(all->head.notes_left_out(), 0);
  question.notes_max = 1;
  auto cut = AssembleRegister(*store_, *catalog_, question, go_on);
  ASSERT_TRUE(cut.ok()) << cut.status();
  EXPECT_EQ(cut->head.held_count(), 3);
  EXPECT_EQ(cut->notes.size(), 1U);
  EXPECT_EQ(cut->head.notes_left_out(), 2);
}

// The builder's thread reads and writes by the use cases' own parts: they stay until it has ended.
TEST_F(RegistersTest, AServiceThatStopsWaitsForItsBuilds) {
  for (int child = 0; child < 3; ++child) Granted(child);
  int begun = 0;
  for (int i = 0; i < 20; ++i) begun += use_cases_->BuildRegister(call_, Quarter()).ok() ? 1 : 0;
  EXPECT_GT(begun, 0);
  use_cases_.reset();
  const auto drafts = store_->ListRegisters(kKegen, {store::kDraftSequence + 1, ""}, 100);
  ASSERT_TRUE(drafts.ok());
  EXPECT_LE(drafts->size(), 1U) << "a draft takes the place of the one before";
}

TEST_F(RegistersTest, TooManyBuildsAtOnceAreRefused) {
  for (int i = 0; i < 200; ++i) {
    const auto begun = use_cases_->BuildRegister(call_, Quarter());
    if (begun.ok()) continue;
    EXPECT_EQ(ErrorName(begun.status()), "OVERLOADED");
  }
}

}  // namespace
}  // namespace oteu::application
