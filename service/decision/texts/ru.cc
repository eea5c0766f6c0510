// Russian texts of explanations.
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "service/decision/texts/texts.h"

namespace oteu::decision {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): this file is a table over its enums.
namespace law = oteu::regulation::v1;

constexpr std::array<const char*, 13> kMonths = {"",        "январь", "февраль", "март",   "апрель",
                                                 "май",     "июнь",   "июль",    "август", "сентябрь",
                                                 "октябрь", "ноябрь", "декабрь"};
constexpr std::array<const char*, 13> kOfMonth = {"",        "января", "февраля", "марта",   "апреля",
                                                  "мая",     "июня",   "июля",    "августа", "сентября",
                                                  "октября", "ноября", "декабря"};

class Russian final : public Texts {
 public:
  const char* Language() const override { return "ru"; }

  const char* Summary(DecisionOutcome outcome) const override {
    switch (outcome) {
      case DECISION_OUTCOME_GRANTED:
        return "Возмещение затрат назначено.";
      case DECISION_OUTCOME_PRELIMINARY_REFUSAL:
        return "Отдел предварительно пришёл к отказу в возмещении и приглашает вас быть заслушанными до "
               "окончательного решения.";
      case DECISION_OUTCOME_REFUSED:
        return "В возмещении затрат отказано.";
      case DECISION_OUTCOME_INCOMPLETE:
        return "Решение пока не может быть принято: не хватает документов.";
      case DECISION_OUTCOME_UNDER_REVIEW:
        return "Заявление на рассмотрении: некоторые сведения ещё подтверждаются.";
      case DECISION_OUTCOME_UNSPECIFIED:
      case DecisionOutcome_INT_MIN_SENTINEL_DO_NOT_USE_:
      case DecisionOutcome_INT_MAX_SENTINEL_DO_NOT_USE_:
        break;
    }
    return "";
  }

  const char* Reason(ReasonCode reason) const override {
    switch (reason) {
      case REASON_CODE_SIGNATURE_INVALID:
        return "Электронная цифровая подпись под документом недействительна, либо документ изменён после "
               "подписания.";
      case REASON_CODE_CERTIFICATE_NOT_VALID:
        return "Сертификат подписавшего на момент подписания был недействителен: истёк, отозван или выдан "
               "непризнанным "
               "удостоверяющим центром.";
      case REASON_CODE_AUTHENTICATION_CERTIFICATE:
        return "Документ подписан сертификатом для входа в системы (аутентификации). Нужен сертификат для "
               "подписи.";
      case REASON_CODE_SIGNER_NOT_ENTITLED:
        return "Подписавший не имеет права подписывать этот документ: его подписывает первый руководитель "
               "организации или "
               "уполномоченное ею лицо.";
      case REASON_CODE_DOCUMENT_CHILD_MISMATCH:
        return "Документ относится к другому ребёнку.";
      case REASON_CODE_DOCUMENT_CONTRADICTS_REGISTER:
        return "Сведения в документе противоречат данным государственного регистра.";
      case REASON_CODE_DOCUMENTS_CONTRADICT:
        return "Представленные документы противоречат друг другу.";
      case REASON_CODE_INSTITUTION_NOT_RECOGNISED:
        return "Организация, выдавшая документ, не значится школой района или "
               "психолого-медико-педагогической консультацией.";
      case REASON_CODE_DOCUMENT_DATES_INVALID:
        return "Даты в документе неверны: он датирован будущим днём, либо срок заканчивается раньше, чем "
               "начинается.";
      case REASON_CODE_FULL_STATE_SUPPORT:
        return "Ребёнок находится на полном государственном обеспечении. За такое время затраты не "
               "возмещаются.";
      case REASON_CODE_PARENTAL_RIGHTS_LOST:
        return "Заявитель лишён родительских прав в отношении ребёнка. Обратиться может другой родитель или "
               "законный "
               "представитель.";
      case REASON_CODE_CHILD_OF_AGE:
        return "Ребёнку исполнилось восемнадцать лет.";
      case REASON_CODE_DISABILITY_TERM_OVER:
        return "Срок инвалидности ребёнка закончился. После установления нового срока можно обратиться "
               "снова.";
      case REASON_CODE_IN_STATE_INSTITUTION:
        return "Ребёнок сейчас обучается в государственном учреждении с полным обеспечением. По окончании "
               "этого периода можно "
               "обратиться снова.";
      case REASON_CODE_CHILD_DECEASED:
        return "По данным регистра актов гражданского состояния ребёнок умер.";
      case REASON_CODE_NO_HOME_EDUCATION:
        return "Обучение на дому не подтверждено ни за один месяц, который мог бы быть оплачен.";
      case REASON_CODE_PMPC_TERM_OVER:
        return "Срок, установленный в заключении психолого-медико-педагогической консультации, истёк.";
      case REASON_CODE_PMPC_NOT_NAMED:
        return "Заключение выдано не психолого-медико-педагогической консультацией этого района.";
      case REASON_CODE_OTHER_CLAIMANT:
        return "За те же месяцы возмещение на этого ребёнка уже назначено другому родителю или представителю "
               "либо в другом "
               "районе. Оно предоставляется только одному из родителей.";
      case REASON_CODE_OTHER_DISTRICT:
        return "Ребёнок зарегистрирован по месту жительства в другом районе. Обратитесь, пожалуйста, в отдел "
               "того района.";
      case REASON_CODE_REQUIRED_DOCUMENT_MISSING:
        return "Не представлен необходимый документ.";
      case REASON_CODE_NOT_A_REPRESENTATIVE:
        return "По данным государственных регистров заявитель не является родителем или иным законным "
               "представителем ребёнка.";
      case REASON_CODE_IDENTITY_DOCUMENT_NOT_VALID:
        return "Документ, удостоверяющий личность заявителя, на день обращения был недействителен.";
      case REASON_CODE_NOTHING_TO_PAY:
        return "Не осталось месяцев, которые можно оплатить: они уже назначены или находятся за пределами "
               "сроков.";
      case REASON_CODE_CONSENT_MISSING:
        return "Нет согласия на использование персональных данных ограниченного доступа. Без него заявление "
               "не рассматривается.";
      case REASON_CODE_REGISTER_UNAVAILABLE:
        return "Государственный регистр не ответил. Запрос будет повторён; от вас ничего не требуется.";
      case REASON_CODE_REVOCATION_UNAVAILABLE:
        return "Сейчас невозможно проверить, не отозван ли сертификат подписавшего. Проверка будет "
               "повторена; от вас ничего не "
               "требуется.";
      case REASON_CODE_DOCUMENT_NEEDS_READING:
        return "Документ может прочитать только человек, например скан. Его прочитает сотрудник отдела.";
      case REASON_CODE_NEEDS_OFFICER:
        return "Одно из обстоятельств должен рассмотреть сотрудник отдела.";
      case REASON_CODE_SIGNATURE_INDETERMINATE:
        return "Не удалось установить, действительна ли электронная подпись под документом. Его рассмотрит "
               "сотрудник отдела.";
      case REASON_CODE_UNSPECIFIED:
      case ReasonCode_INT_MIN_SENTINEL_DO_NOT_USE_:
      case ReasonCode_INT_MAX_SENTINEL_DO_NOT_USE_:
        break;
    }
    return "";
  }

  const char* Month(MonthReason reason) const override {
    switch (reason) {
      case MONTH_REASON_ENTITLED:
        return "оплачивается";
      case MONTH_REASON_NOT_ACADEMIC:
        return "вне учебного года";
      case MONTH_REASON_BEFORE_APPLICATION:
        return "до месяца обращения";
      case MONTH_REASON_NO_PMPC_TERM:
        return "вне срока заключения психолого-медико-педагогической консультации";
      case MONTH_REASON_NEW_APPLICATION_AFTER_PMPC_GAP:
        return "между сроками заключений консультации есть перерыв: нужно новое заявление";
      case MONTH_REASON_NO_HOME_EDUCATION:
        return "обучение на дому не подтверждено";
      case MONTH_REASON_NO_DISABILITY_TERM:
        return "срок инвалидности не установлен";
      case MONTH_REASON_NEW_APPLICATION_AFTER_DISABILITY_TERM:
        return "срок инвалидности, на котором основано заявление, закончился: нужно новое заявление";
      case MONTH_REASON_OF_AGE:
        return "ребёнку исполнилось восемнадцать лет";
      case MONTH_REASON_IN_INSTITUTION:
        return "ребёнок находится в государственном учреждении";
      case MONTH_REASON_DECEASED:
        return "после смерти ребёнка";
      case MONTH_REASON_STATE_SUPPORT:
        return "ребёнок находится на полном государственном обеспечении";
      case MONTH_REASON_PARENTAL_RIGHTS_LOST:
        return "заявитель лишён родительских прав";
      case MONTH_REASON_NO_ACT_IN_FORCE:
        return "решение района не действует";
      case MONTH_REASON_BEFORE_BIRTH:
        return "до рождения ребёнка";
      case MONTH_REASON_UNSPECIFIED:
      case MonthReason_INT_MIN_SENTINEL_DO_NOT_USE_:
      case MonthReason_INT_MAX_SENTINEL_DO_NOT_USE_:
        break;
    }
    return "";
  }

  const char* Document(DocumentType type) const override {
    switch (type) {
      case DOCUMENT_TYPE_APPLICATION:
        return "заявление";
      case DOCUMENT_TYPE_IDENTITY_DOCUMENT:
        return "документ, удостоверяющий личность";
      case DOCUMENT_TYPE_KANDAS_CERTIFICATE:
        return "удостоверение кандаса";
      case DOCUMENT_TYPE_RELATIONSHIP:
        return "свидетельство о рождении, документ об опеке или усыновлении";
      case DOCUMENT_TYPE_RESIDENCE:
        return "сведения о регистрации по месту жительства";
      case DOCUMENT_TYPE_DISABILITY:
        return "справка об инвалидности";
      case DOCUMENT_TYPE_PMPC_CONCLUSION:
        return "заключение психолого-медико-педагогической консультации";
      case DOCUMENT_TYPE_SCHOOL_CERTIFICATE:
        return "справка школы об обучении на дому";
      case DOCUMENT_TYPE_BANK_ACCOUNT:
        return "банковский счёт";
      case DOCUMENT_TYPE_POWER_OF_ATTORNEY:
        return "нотариально удостоверенная доверенность";
      case DOCUMENT_TYPE_UNSPECIFIED:
      case DocumentType_INT_MIN_SENTINEL_DO_NOT_USE_:
      case DocumentType_INT_MAX_SENTINEL_DO_NOT_USE_:
        break;
    }
    return "";
  }

  const char* Reading(law::Reading reading) const override {
    switch (reading) {
      case law::READING_A:
        return "A (квартал, в котором есть хотя бы один подходящий месяц, оплачивается целиком)";
      case law::READING_B:
        return "B (календарный квартал оплачивается по доле подходящих учебных месяцев)";
      case law::READING_C:
        return "C (за каждый подходящий месяц – треть суммы квартала)";
      case law::READING_D:
        return "D (учебная четверть оплачивается по доле подходящих месяцев)";
      case law::READING_UNSPECIFIED:
      case law::Reading_INT_MIN_SENTINEL_DO_NOT_USE_:
      case law::Reading_INT_MAX_SENTINEL_DO_NOT_USE_:
        break;
    }
    return "";
  }

  std::string Register(absl::string_view name) const override {
    if (name == "CIVIL_STATUS") return "регистр актов гражданского состояния";
    if (name == "DISABILITY") return "банк данных лиц с инвалидностью";
    if (name == "GUARDIANSHIP") return "сведения об опеке и родительских правах";
    if (name == "RESIDENCE") return "регистр места жительства";
    if (name == "INSTITUTION_STAYS") return "сведения о государственных учреждениях";
    if (name == "IDENTITY") return "сведения о документах, удостоверяющих личность";
    if (name == "CONSENT") return "сервис согласий";
    if (name == "INSTITUTIONS") return "реестр организаций образования";
    return std::string(name);
  }

  const char* Say(Phrase phrase) const override {
    switch (phrase) {
      case Phrase::kTitleWhy:
        return "Почему";
      case Phrase::kTitleAmounts:
        return "Что выплачивается";
      case Phrase::kTitleUnpaid:
        return "Месяцы, которые не оплачиваются";
      case Phrase::kTitleReading:
        return "Как считается квартал";
      case Phrase::kTitleNext:
        return "Что дальше";
      case Phrase::kEverythingChecked:
        return "Все условия решения района проверены и выполнены.";
      case Phrase::kAboutDocument:
        return "Документ: $0.";
      case Phrase::kAboutRegister:
        return "Регистр: $0.";
      case Phrase::kAutomated:
        return "Решение принято автоматически. Вы можете попросить отдел, чтобы его пересмотрел человек.";
      case Phrase::kByOfficer:
        return "В принятии решения участвовал сотрудник отдела.";
      case Phrase::kNotedToo:
        return "Также отмечено: $0";
      case Phrase::kTotal:
        return "Всего: $0 тенге.";
      case Phrase::kWouldBeTotal:
        return "При назначении сумма составила бы всего $0 тенге.";
      case Phrase::kPeriod:
        return "$0: $1 тенге, за $2.";
      case Phrase::kProvisional:
        return "Суммы за год, на который месячный расчётный показатель ещё не опубликован, предварительные: "
               "они будут уточнены "
               "после его публикации.";
      case Phrase::kGrantedMonths:
        return "Часть этих месяцев уже назначена другим решением и дважды не оплачивается. Здесь назначено: "
               "$0.";
      case Phrase::kUnpaid:
        return "$0: $1.";
      case Phrase::kTitleChanged:
        return "Что изменилось";
      case Phrase::kRecalculated:
        return "Назначенное возмещение пересчитано: поступили новые сведения о ребёнке.";
      case Phrase::kNoLongerPaid:
        return "Больше не выплачивается: $0 ($1).";
      case Phrase::kPaidNow:
        return "Теперь выплачивается: $0.";
      case Phrase::kAmountChanged:
        return "$0: $1 тенге вместо $2.";
      case Phrase::kOverpayment:
        return "Возможно, назначено больше положенного: $0 тенге. Это предложение: решение принимает "
               "сотрудник отдела, само по себе ничего не удерживается.";
      case Phrase::kSupplement:
        return "Дополнительно причитается: $0 тенге. Это предложение: решение принимает сотрудник отдела.";
      case Phrase::kReadingUsed:
        return "В решении района не сказано, как оплачивается квартал, в котором подходят не все месяцы. "
               "Здесь применено "
               "прочтение $0.";
      case Phrase::kReadingOther:
        return "Прочтение $0 дало бы $1 тенге.";
      case Phrase::kReadingNoDifference:
        return "Другие прочтения дали бы ту же сумму.";
      case Phrase::kNextGranted:
        return "От вас ничего не требуется. Сообщите, пожалуйста, отделу, если обстоятельства ребёнка "
               "изменятся.";
      case Phrase::kNextObjections:
        return "Возражения можно представить до $0 включительно, письменно или на заслушивании.";
      case Phrase::kNextNotBefore:
        return "Отказ может быть подтверждён не ранее $0 и только сотрудником отдела.";
      case Phrase::kNextDocuments:
        return "Можно также представить документы, устраняющие причины: заявление будет рассмотрено снова.";
      case Phrase::kNextMissing:
        return "Представьте, пожалуйста: $0. Срок рассмотрения начинается, когда представлены все документы.";
      case Phrase::kNextReview:
        return "От вас ничего не требуется. Решение будет принято, как только сведения подтвердятся.";
      case Phrase::kNextDecisionDue:
        return "Срок решения: до $0 включительно.";
      case Phrase::kNextComplaint:
        return "Решение можно обжаловать до $0 включительно. Когда причины отпадут, можно обратиться снова.";
      case Phrase::kNextHuman:
        return "Вы можете попросить, чтобы решение пересмотрел человек.";
    }
    return "";
  }

  std::string Day(absl::CivilDay day) const override {
    return absl::StrFormat("%d %s %d года", day.day(), kOfMonth[static_cast<std::size_t>(day.month())],
                           day.year());
  }

  std::string MonthName(absl::CivilMonth month) const override {
    return absl::StrCat(kMonths[static_cast<std::size_t>(month.month())], " ", month.year(), " года");
  }

  std::string Period(absl::string_view label) const override {
    const PeriodLabel parts = ParsePeriodLabel(label);
    switch (parts.kind) {
      case PeriodLabel::Kind::kQuarter:
        return absl::StrCat(Roman(parts.number), " квартал ", parts.year, " года");
      case PeriodLabel::Kind::kTerm:
        return absl::StrCat(Roman(parts.number), " четверть ", parts.year, " учебного года");
      case PeriodLabel::Kind::kMonth:
        return MonthName(parts.month);
      case PeriodLabel::Kind::kAcademicYear:
        return absl::StrCat(parts.year, " учебный год");
      case PeriodLabel::Kind::kOther:
        break;
    }
    return std::string(label);
  }

  std::string Amount(std::int64_t tiyn) const override { return GroupWithSpaces(tiyn); }
};

}  // namespace

const Texts& RussianTexts() {
  static const Russian* const kTexts = new Russian();
  return *kTexts;
}

}  // namespace oteu::decision
