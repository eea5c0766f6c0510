#include "service/notices/texts.h"

#include <string>

#include "absl/strings/substitute.h"
#include "service/decision/texts/texts.h"

namespace oteu::notices {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): one family of enum values.

// $0: the day. A kind without its three texts does not compile.
struct Wording {
  const char* kk;
  const char* ru;
  const char* en;
};

Wording WordingOf(NoticeKind kind) {
  switch (kind) {
    case NOTICE_KIND_DECISION_DUE:
      return {"Өтініш бойынша шешім қабылдаудың соңғы күні — $0; шешім әлі қабылданған жоқ.",
              "Решение по заявлению должно быть принято не позднее $0; решения ещё нет.",
              "The application must be decided by $0; there is no decision yet."};
    case NOTICE_KIND_HEARING_NOTICE_DUE:
      return {"Бас тарту мүмкін болса, өтініш иесін алдын ала шешім туралы хабардар етудің соңғы күні — $0.",
              "Если возможен отказ, заявитель должен быть уведомлён о предварительном решении не позднее $0.",
              "If a refusal is possible, the applicant must be told of the preliminary decision by $0."};
    case NOTICE_KIND_DEEMED_REFUSAL:
      return {
          "Шешім қабылдаудың соңғы күні ($0) өтті, шешім қабылданған жоқ. Заң бойынша бұл бас тарту болып "
          "есептеледі және оған шағым беруге болады. Өтініш әлі де қаралуы мүмкін.",
          "До $0 решение не принято. По закону это считается отказом, на который можно подать жалобу. "
          "Заявление ещё может быть рассмотрено.",
          "No decision was made by $0. By law this counts as a refusal, against which a complaint can be "
          "lodged. The application can still be decided."};
    case NOTICE_KIND_PMPC_TERM_ENDS:
      return {
          "ПМПК қорытындысы мерзімінің соңғы күні — $0. Төлем жалғасуы үшін жаңа қорытындымен жаңа өтініш "
          "беріңіз.",
          "Срок заключения ПМПК заканчивается $0. Чтобы выплаты продолжились, подайте новое заявление с "
          "новым "
          "заключением.",
          "The term of the PMPC conclusion ends on $0. For payments to go on, hand in a new application with "
          "a "
          "new conclusion."};
    case NOTICE_KIND_DISABILITY_TERM_ENDS:
      return {
          "Баланың мүгедектік мерзімінің соңғы күні — $0. Төлем жалғасуы үшін қайта куәландырудан өтіп, жаңа "
          "өтініш беріңіз.",
          "Срок инвалидности ребёнка заканчивается $0. Чтобы выплаты продолжились, пройдите "
          "переосвидетельствование и подайте новое заявление.",
          "The child's disability term ends on $0. For payments to go on, have it renewed and hand in a new "
          "application."};
    case NOTICE_KIND_CHILD_COMES_OF_AGE:
      return {"Бала он сегіз жасқа толатын күн — $0. Төлем келесі айдан бастап тоқтатылады.",
              "$0 ребёнку исполняется восемнадцать лет. Выплаты прекращаются со следующего месяца.",
              "The child turns eighteen on $0. Payments stop from the month after."};
    case NOTICE_KIND_SCHOOL_CERTIFICATE_ENDS:
      return {
          "Мектеп анықтамасы мерзімінің соңғы күні — $0. Бала үйде оқуын жалғастырса, мектептің жаңа "
          "анықтамасын тапсырыңыз.",
          "Срок справки школы заканчивается $0. Если ребёнок продолжит обучаться на дому, представьте новую "
          "справку школы.",
          "The period of the school's certificate ends on $0. If the child goes on learning at home, hand in "
          "a new certificate."};
    case NOTICE_KIND_KANDAS_CERTIFICATE_ENDS:
      return {"Қандас куәлігі мерзімінің соңғы күні — $0. Келесі өтініш үшін жарамды құжат қажет.",
              "Срок удостоверения кандаса заканчивается $0. Для следующего заявления нужен действующий "
              "документ.",
              "The kandas certificate ends on $0. The next application needs a valid document."};
    case NOTICE_KIND_UNSPECIFIED:
    case NoticeKind_INT_MIN_SENTINEL_DO_NOT_USE_:
    case NoticeKind_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return {"", "", ""};
}

}  // namespace

regulation::v1::LocalizedText TextOf(NoticeKind kind, absl::CivilDay due_on) {
  const Wording wording = WordingOf(kind);
  regulation::v1::LocalizedText text;
  text.set_kk(absl::Substitute(wording.kk, decision::KazakhTexts().Day(due_on)));
  text.set_ru(absl::Substitute(wording.ru, decision::RussianTexts().Day(due_on)));
  text.set_en(absl::Substitute(wording.en, decision::EnglishTexts().Day(due_on)));
  return text;
}

}  // namespace oteu::notices
