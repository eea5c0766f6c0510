// Kazakh texts of explanations: the language of the acts, and the default.
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "service/decision/texts/texts.h"

namespace oteu::decision {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): this file is a table over its enums.
namespace law = oteu::regulation::v1;

constexpr std::array<const char*, 13> kMonths = {"",      "қаңтар", "ақпан",    "наурыз", "сәуір",
                                                 "мамыр", "маусым", "шілде",    "тамыз",  "қыркүйек",
                                                 "қазан", "қараша", "желтоқсан"};

class Kazakh final : public Texts {
 public:
  const char* Language() const override { return "kk"; }

  const char* Summary(DecisionOutcome outcome) const override {
    switch (outcome) {
      case DECISION_OUTCOME_GRANTED:
        return "Шығындарды өтеу тағайындалды.";
      case DECISION_OUTCOME_PRELIMINARY_REFUSAL:
        return "Бөлім шығындарды өтеуден бас тарту туралы алдын ала шешімге келді және түпкілікті шешімге "
               "дейін сізді тыңдауға "
               "шақырады.";
      case DECISION_OUTCOME_REFUSED:
        return "Шығындарды өтеуден бас тартылды.";
      case DECISION_OUTCOME_INCOMPLETE:
        return "Әзірге шешім қабылдау мүмкін емес: құжаттар жетіспейді.";
      case DECISION_OUTCOME_UNDER_REVIEW:
        return "Өтініш қаралуда: кейбір мәліметтер әлі расталуы керек.";
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
        return "Құжаттың электрондық цифрлық қолтаңбасы жарамсыз немесе құжат қол қойылғаннан кейін "
               "өзгертілген.";
      case REASON_CODE_CERTIFICATE_NOT_VALID:
        return "Қол қоюшының сертификаты қол қойылған кезде жарамсыз болған: мерзімі өткен, кері қайтарылған "
               "немесе танылмаған "
               "куәландырушы орталық берген.";
      case REASON_CODE_AUTHENTICATION_CERTIFICATE:
        return "Құжатқа жүйеге кіруге арналған (аутентификация) сертификатпен қол қойылған. Қол қоюға "
               "арналған сертификат қажет.";
      case REASON_CODE_SIGNER_NOT_ENTITLED:
        return "Қол қоюшының бұл құжатқа қол қоюға құқығы жоқ: оған ұйымның бірінші басшысы немесе ұйым "
               "уәкілеттік берген адам "
               "қол қоюы керек.";
      case REASON_CODE_DOCUMENT_CHILD_MISMATCH:
        return "Құжат басқа балаға қатысты.";
      case REASON_CODE_DOCUMENT_CONTRADICTS_REGISTER:
        return "Құжаттағы мәліметтер мемлекеттік тіркелімнің деректеріне қайшы келеді.";
      case REASON_CODE_DOCUMENTS_CONTRADICT:
        return "Ұсынылған құжаттар бір-біріне қайшы келеді.";
      case REASON_CODE_INSTITUTION_NOT_RECOGNISED:
        return "Құжатты берген ұйым ауданның мектебі немесе психологиялық-медициналық-педагогикалық "
               "консультация ретінде "
               "тіркелмеген.";
      case REASON_CODE_DOCUMENT_DATES_INVALID:
        return "Құжаттағы күндер дұрыс емес: ол болашақ күнмен белгіленген немесе мерзімі басталмай жатып "
               "аяқталады.";
      case REASON_CODE_FULL_STATE_SUPPORT:
        return "Бала толық мемлекеттің қамтамасыз етуінде. Мұндай кезең үшін шығындар өтелмейді.";
      case REASON_CODE_PARENTAL_RIGHTS_LOST:
        return "Өтініш беруші балаға қатысты ата-ана құқығынан айырылған. Басқа ата-анасы немесе заңды өкілі "
               "өтініш бере алады.";
      case REASON_CODE_CHILD_OF_AGE:
        return "Бала он сегіз жасқа толды.";
      case REASON_CODE_DISABILITY_TERM_OVER:
        return "Баланың мүгедектік мерзімі аяқталды. Жаңа мерзім белгіленген соң қайта өтініш беруге болады.";
      case REASON_CODE_IN_STATE_INSTITUTION:
        return "Бала қазір толық қамтамасыз ететін мемлекеттік мекемеде оқиды. Бұл кезең аяқталған соң қайта "
               "өтініш беруге "
               "болады.";
      case REASON_CODE_CHILD_DECEASED:
        return "Азаматтық хал актілері тіркелімінің деректері бойынша бала қайтыс болған.";
      case REASON_CODE_NO_HOME_EDUCATION:
        return "Төленуі мүмкін бірде-бір ай үшін үйде оқу расталмаған.";
      case REASON_CODE_PMPC_TERM_OVER:
        return "Психологиялық-медициналық-педагогикалық консультацияның қорытындысында белгіленген мерзім "
               "өтіп кеткен.";
      case REASON_CODE_PMPC_NOT_NAMED:
        return "Қорытындыны осы ауданның психологиялық-медициналық-педагогикалық консультациясы бермеген.";
      case REASON_CODE_OTHER_CLAIMANT:
        return "Бұл бала үшін сол айларға өтеу басқа ата-анасына немесе өкіліне, не басқа ауданда "
               "тағайындалып қойған. Ол "
               "ата-ананың біреуіне ғана беріледі.";
      case REASON_CODE_OTHER_DISTRICT:
        return "Бала басқа ауданда тұрғылықты жері бойынша тіркелген. Сол ауданның бөліміне жүгініңіз.";
      case REASON_CODE_REQUIRED_DOCUMENT_MISSING:
        return "Қажетті құжат ұсынылмаған.";
      case REASON_CODE_NOT_A_REPRESENTATIVE:
        return "Мемлекеттік тіркелімдердің деректері бойынша өтініш беруші баланың ата-анасы да, өзге заңды "
               "өкілі де емес.";
      case REASON_CODE_IDENTITY_DOCUMENT_NOT_VALID:
        return "Өтініш берілген күні өтініш берушінің жеке басын куәландыратын құжаты жарамсыз болған.";
      case REASON_CODE_NOTHING_TO_PAY:
        return "Төленетін ай қалмады: айлар тағайындалып қойған немесе мерзімдерден тыс жатыр.";
      case REASON_CODE_CONSENT_MISSING:
        return "Қолжетімділігі шектеулі дербес деректерді пайдалануға келісім жоқ. Онсыз өтініш қаралмайды.";
      case REASON_CODE_REGISTER_UNAVAILABLE:
        return "Мемлекеттік тіркелім жауап бермеді. Сұрау қайталанады; сізден ештеңе талап етілмейді.";
      case REASON_CODE_REVOCATION_UNAVAILABLE:
        return "Қол қоюшының сертификаты кері қайтарылған-қайтарылмағанын қазір тексеру мүмкін емес. Тексеру "
               "қайталанады; сізден "
               "ештеңе талап етілмейді.";
      case REASON_CODE_DOCUMENT_NEEDS_READING:
        return "Құжатты тек адам оқи алады, мысалы, бұл сканерленген көшірме. Оны бөлім қызметкері оқиды.";
      case REASON_CODE_NEEDS_OFFICER:
        return "Бір мән-жайды бөлім қызметкері қарауы керек.";
      case REASON_CODE_SIGNATURE_INDETERMINATE:
        return "Құжаттың электрондық қолтаңбасы жарамды-жарамсыз екенін анықтау мүмкін болмады. Оны бөлім "
               "қызметкері қарайды.";
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
        return "төленеді";
      case MONTH_REASON_NOT_ACADEMIC:
        return "оқу жылынан тыс";
      case MONTH_REASON_BEFORE_APPLICATION:
        return "өтініш берілген айға дейін";
      case MONTH_REASON_NO_PMPC_TERM:
        return "психологиялық-медициналық-педагогикалық консультация қорытындысының мерзіміне кірмейді";
      case MONTH_REASON_NEW_APPLICATION_AFTER_PMPC_GAP:
        return "консультация қорытындыларының мерзімдері арасында үзіліс бар: жаңа өтініш қажет";
      case MONTH_REASON_NO_HOME_EDUCATION:
        return "үйде оқу расталмаған";
      case MONTH_REASON_NO_DISABILITY_TERM:
        return "мүгедектік мерзімі белгіленбеген";
      case MONTH_REASON_NEW_APPLICATION_AFTER_DISABILITY_TERM:
        return "өтініш негізделген мүгедектік мерзімі аяқталған: жаңа өтініш қажет";
      case MONTH_REASON_OF_AGE:
        return "бала он сегіз жасқа толған";
      case MONTH_REASON_IN_INSTITUTION:
        return "бала мемлекеттік мекемеде";
      case MONTH_REASON_DECEASED:
        return "бала қайтыс болғаннан кейін";
      case MONTH_REASON_STATE_SUPPORT:
        return "бала толық мемлекеттің қамтамасыз етуінде";
      case MONTH_REASON_PARENTAL_RIGHTS_LOST:
        return "өтініш беруші ата-ана құқығынан айырылған";
      case MONTH_REASON_NO_ACT_IN_FORCE:
        return "ауданның шешімі қолданыста емес";
      case MONTH_REASON_BEFORE_BIRTH:
        return "бала туғанға дейін";
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
        return "өтініш";
      case DOCUMENT_TYPE_IDENTITY_DOCUMENT:
        return "жеке басын куәландыратын құжат";
      case DOCUMENT_TYPE_KANDAS_CERTIFICATE:
        return "қандас куәлігі";
      case DOCUMENT_TYPE_RELATIONSHIP:
        return "туу туралы куәлік, қамқоршылық немесе бала асырап алу туралы құжат";
      case DOCUMENT_TYPE_RESIDENCE:
        return "тұрғылықты жері бойынша тіркелу туралы мәлімет";
      case DOCUMENT_TYPE_DISABILITY:
        return "мүгедектік туралы анықтама";
      case DOCUMENT_TYPE_PMPC_CONCLUSION:
        return "психологиялық-медициналық-педагогикалық консультацияның қорытындысы";
      case DOCUMENT_TYPE_SCHOOL_CERTIFICATE:
        return "мектептің үйде оқу туралы анықтамасы";
      case DOCUMENT_TYPE_BANK_ACCOUNT:
        return "банк шоты";
      case DOCUMENT_TYPE_POWER_OF_ATTORNEY:
        return "нотариат куәландырған сенімхат";
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
        return "A (ең болмаса бір айы сәйкес келетін тоқсан толық төленеді)";
      case law::READING_B:
        return "B (күнтізбелік тоқсан сәйкес келетін оқу айларының үлесі бойынша төленеді)";
      case law::READING_C:
        return "C (әр сәйкес ай үшін тоқсан сомасының үштен бірі төленеді)";
      case law::READING_D:
        return "D (оқу тоқсаны сәйкес келетін айлардың үлесі бойынша төленеді)";
      case law::READING_UNSPECIFIED:
      case law::Reading_INT_MIN_SENTINEL_DO_NOT_USE_:
      case law::Reading_INT_MAX_SENTINEL_DO_NOT_USE_:
        break;
    }
    return "";
  }

  std::string Register(absl::string_view name) const override {
    if (name == "CIVIL_STATUS") return "азаматтық хал актілерінің тіркелімі";
    if (name == "DISABILITY") return "мүгедектігі бар адамдардың деректер банкі";
    if (name == "GUARDIANSHIP") return "қамқоршылық пен ата-ана құқықтары туралы мәліметтер";
    if (name == "RESIDENCE") return "тұрғылықты жер тіркелімі";
    if (name == "INSTITUTION_STAYS") return "мемлекеттік мекемелер туралы мәліметтер";
    if (name == "IDENTITY") return "жеке басын куәландыратын құжаттар туралы мәліметтер";
    if (name == "CONSENT") return "келісімдер сервисі";
    if (name == "INSTITUTIONS") return "білім беру ұйымдарының тізілімі";
    return std::string(name);
  }

  const char* Say(Phrase phrase) const override {
    switch (phrase) {
      case Phrase::kTitleWhy:
        return "Неліктен";
      case Phrase::kTitleAmounts:
        return "Не төленеді";
      case Phrase::kTitleUnpaid:
        return "Төленбейтін айлар";
      case Phrase::kTitleReading:
        return "Тоқсан қалай есептеледі";
      case Phrase::kTitleNext:
        return "Бұдан әрі не болады";
      case Phrase::kEverythingChecked:
        return "Аудан шешімінің барлық шарттары тексерілді және орындалған.";
      case Phrase::kAboutDocument:
        return "Құжат: $0.";
      case Phrase::kAboutRegister:
        return "Тіркелім: $0.";
      case Phrase::kAutomated:
        return "Шешім автоматты түрде қабылданды. Оны адамның қайта қарауын бөлімнен сұрай аласыз.";
      case Phrase::kByOfficer:
        return "Шешім қабылдауға бөлім қызметкері қатысты.";
      case Phrase::kNotedToo:
        return "Сонымен қатар белгіленді: $0";
      case Phrase::kTotal:
        return "Барлығы: $0 теңге.";
      case Phrase::kWouldBeTotal:
        return "Тағайындалған жағдайда барлығы $0 теңге болар еді.";
      case Phrase::kPeriod:
        return "$0: $1 теңге, мына айлар үшін: $2.";
      case Phrase::kProvisional:
        return "Айлық есептік көрсеткіші әлі жарияланбаған жылдың сомалары алдын ала есептелген: ол "
               "жарияланған соң нақтыланады.";
      case Phrase::kGrantedMonths:
        return "Бұл айлардың бір бөлігі басқа шешіммен тағайындалған және екі рет төленбейді. Осы шешіммен "
               "тағайындалғаны: $0.";
      case Phrase::kUnpaid:
        return "$0: $1.";
      case Phrase::kTitleChanged:
        return "Не өзгерді";
      case Phrase::kRecalculated:
        return "Тағайындалған өтеу қайта есептелді: бала туралы жаңа мәліметтер келіп түсті.";
      case Phrase::kNoLongerPaid:
        return "Бұдан былай төленбейді: $0 ($1).";
      case Phrase::kPaidNow:
        return "Енді төленеді: $0.";
      case Phrase::kAmountChanged:
        return "$0: $2 теңгенің орнына $1 теңге.";
      case Phrase::kOverpayment:
        return "Тиістісінен артық тағайындалған болуы мүмкін: $0 теңге. Бұл – ұсыныс: шешімді бөлім "
               "қызметкері қабылдайды, ештеңе өздігінен ұсталмайды.";
      case Phrase::kSupplement:
        return "Қосымша тиесілі: $0 теңге. Бұл – ұсыныс: шешімді бөлім қызметкері қабылдайды.";
      case Phrase::kReadingUsed:
        return "Аудан шешімінде айларының бір бөлігі ғана сәйкес келетін тоқсан қалай төленетіні айтылмаған. "
               "Мұнда $0 оқылымы "
               "қолданылды.";
      case Phrase::kReadingOther:
        return "$0 оқылымы бойынша $1 теңге төленер еді.";
      case Phrase::kReadingNoDifference:
        return "Басқа оқылымдар бойынша да сома осындай болар еді.";
      case Phrase::kNextGranted:
        return "Сізден ештеңе талап етілмейді. Баланың мән-жайы өзгерсе, бөлімге хабарлауыңызды сұраймыз.";
      case Phrase::kNextObjections:
        return "Қарсылықты жазбаша немесе тыңдауда білдіруге болады. Соңғы күні: $0.";
      case Phrase::kNextNotBefore:
        return "Бас тартуды тек бөлім қызметкері растай алады. Растауға болатын алғашқы күн: $0.";
      case Phrase::kNextDocuments:
        return "Себептерді жоятын құжаттарды да ұсынуға болады: өтініш қайта қаралады.";
      case Phrase::kNextMissing:
        return "Мыналарды ұсынуыңызды сұраймыз: $0. Қарау мерзімі барлық құжат ұсынылғанда басталады.";
      case Phrase::kNextReview:
        return "Сізден ештеңе талап етілмейді. Мәліметтер расталысымен шешім қабылданады.";
      case Phrase::kNextDecisionDue:
        return "Шешім қабылданатын соңғы күн: $0.";
      case Phrase::kNextComplaint:
        return "Шешімге шағым беруге болады. Соңғы күні: $0. Себептер жойылған соң қайта өтініш беруге "
               "болады.";
      case Phrase::kNextHuman:
        return "Шешімді адамның қайта қарауын сұрай аласыз.";
    }
    return "";
  }

  std::string Day(absl::CivilDay day) const override {
    return absl::StrFormat("%d жылғы %d %s", day.year(), day.day(),
                           kMonths[static_cast<std::size_t>(day.month())]);
  }

  std::string MonthName(absl::CivilMonth month) const override {
    return absl::StrCat(month.year(), " жылғы ", kMonths[static_cast<std::size_t>(month.month())]);
  }

  std::string Period(absl::string_view label) const override {
    const PeriodLabel parts = ParsePeriodLabel(label);
    switch (parts.kind) {
      case PeriodLabel::Kind::kQuarter:
        return absl::StrCat(parts.year, " жылғы ", Roman(parts.number), " тоқсан");
      case PeriodLabel::Kind::kTerm:
        return absl::StrCat(parts.year, " оқу жылының ", Roman(parts.number), " оқу тоқсаны");
      case PeriodLabel::Kind::kMonth:
        return MonthName(parts.month);
      case PeriodLabel::Kind::kAcademicYear:
        return absl::StrCat(parts.year, " оқу жылы");
      case PeriodLabel::Kind::kOther:
        break;
    }
    return std::string(label);
  }

  std::string Amount(std::int64_t tiyn) const override { return GroupWithSpaces(tiyn); }
};

}  // namespace

const Texts& KazakhTexts() {
  static const Kazakh* const kTexts = new Kazakh();
  return *kTexts;
}

}  // namespace oteu::decision
