// One switch over the enum and no default: a code without texts does not compile (-Wswitch is an error here).
#include "verification/report/texts.h"

namespace oteu::verification {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): this file is a table over its enums.

// NOLINTNEXTLINE(readability-function-size): a table.
Texts TextsOf(VerificationCode code) {
  switch (code) {
    case VERIFICATION_CODE_FORMAT_UNKNOWN:
      return {"Файл CMS электрондық қолтаңбасы емес.", "Файл не является электронной подписью в формате CMS.",
              "The file is no electronic signature in CMS format."};
    case VERIFICATION_CODE_FORMAT_MALFORMED:
      return {"Қолтаңба контейнері бүлінген немесе стандартқа сай емес.",
              "Контейнер подписи повреждён или не соответствует стандарту.",
              "The signature container is damaged or does not follow its standard."};
    case VERIFICATION_CODE_LIMIT_EXCEEDED:
      return {"Рұқсат етілген шектен асып кетті.", "Превышен допустимый предел.", "A bound is exceeded."};
    case VERIFICATION_CODE_NO_SIGNERS:
      return {"Контейнерде бірде-бір қолтаңба жоқ.", "В контейнере нет ни одной подписи.",
              "The container holds no signature at all."};
    case VERIFICATION_CODE_SIGNER_CERTIFICATE_MISSING:
      return {"Қол қоюшының сертификаты табылмады.", "Сертификат подписавшего не найден.",
              "The signer's certificate was not found."};
    case VERIFICATION_CODE_SIGNING_CERTIFICATE_MISMATCH:
      return {"Қолтаңбада басқа сертификат көрсетілген.", "В подписи указан другой сертификат.",
              "The signature names another certificate."};
    case VERIFICATION_CODE_SIGNED_ATTRIBUTES_INVALID:
      return {"Қолтаңбаның міндетті атрибуттары жоқ немесе қате.",
              "Обязательные атрибуты подписи отсутствуют или неверны.",
              "Required attributes of the signature are absent or wrong."};
    case VERIFICATION_CODE_MESSAGE_DIGEST_MISMATCH:
      return {"Құжат қол қойылғаннан кейін өзгертілген.", "Документ изменён после подписания.",
              "The document was changed after it was signed."};
    case VERIFICATION_CODE_SIGNATURE_VALUE_INVALID:
      return {"Қолтаңба мәні тексеруден өтпеді.", "Значение подписи не прошло проверку.",
              "The signature value does not verify."};
    case VERIFICATION_CODE_CONTENT_MISSING:
      return {"Қол қойылған құжаттың өзі берілмеген.", "Подписанный документ не предоставлен.",
              "The signed document itself was not supplied."};
    case VERIFICATION_CODE_CONTENT_CONFLICT:
      return {"Берілген құжат қолтаңба ішіндегі құжаттан өзгеше.",
              "Предоставленный документ отличается от документа внутри подписи.",
              "The document supplied differs from the one inside the signature."};
    case VERIFICATION_CODE_ALGORITHM_UNKNOWN:
      return {"Қолтаңба алгоритмі белгісіз.", "Алгоритм подписи неизвестен.", "The algorithm is not known."};
    case VERIFICATION_CODE_ALGORITHM_NOT_ALLOWED:
      return {"Алгоритм немесе кілт ұзындығы қабылданбайды.", "Алгоритм или длина ключа не допускаются.",
              "The algorithm or the key size is not accepted."};
    case VERIFICATION_CODE_CHAIN_NOT_FOUND:
      return {"Сертификатты сенімді куәландырушы орталық бермеген.",
              "Сертификат не выпущен доверенным удостоверяющим центром.",
              "The certificate was not issued under a trusted certification authority."};
    case VERIFICATION_CODE_CHAIN_INVALID:
      return {"Сертификаттар тізбегі ережеге сай емес.", "Цепочка сертификатов нарушает правила.",
              "The chain of certificates breaks the rules."};
    case VERIFICATION_CODE_CERTIFICATE_EXPIRED:
      return {"Сертификаттың мерзімі өтіп кеткен.", "Срок действия сертификата истёк.",
              "A certificate has expired."};
    case VERIFICATION_CODE_CERTIFICATE_NOT_YET_VALID:
      return {"Сертификат әлі күшіне енбеген.", "Срок действия сертификата ещё не наступил.",
              "A certificate is not yet valid."};
    case VERIFICATION_CODE_CHAIN_SIGNATURE_INVALID:
      return {"Сертификаттағы куәландырушы орталықтың қолтаңбасы жарамсыз.",
              "Подпись удостоверяющего центра под сертификатом неверна.",
              "The authority's signature on a certificate does not verify."};
    case VERIFICATION_CODE_CERTIFICATE_REVOKED:
      return {"Қол қоюшының сертификаты кері қайтарып алынған.", "Сертификат подписавшего отозван.",
              "The signer's certificate is revoked."};
    case VERIFICATION_CODE_CERTIFICATE_ON_HOLD:
      return {"Қол қоюшының сертификаты тоқтатыла тұрған.",
              "Действие сертификата подписавшего приостановлено.", "The signer's certificate is on hold."};
    case VERIFICATION_CODE_CA_REVOKED:
      return {"Куәландырушы орталықтың сертификаты кері қайтарып алынған.",
              "Сертификат удостоверяющего центра отозван.",
              "The certificate of an authority in the chain is revoked."};
    case VERIFICATION_CODE_REVOCATION_DATA_MISSING:
      return {"Сертификаттың кері қайтарылғаны туралы дерек жоқ.", "Нет данных об отзыве сертификата.",
              "There is no data on the revocation of a certificate."};
    case VERIFICATION_CODE_REVOCATION_DATA_STALE:
      return {"Кері қайтару туралы деректер ескірген.", "Данные об отзыве устарели.",
              "The revocation data is out of date."};
    case VERIFICATION_CODE_REVOCATION_DATA_INVALID:
      return {"Кері қайтару туралы деректердің түпнұсқалығы расталмады.",
              "Подлинность данных об отзыве не подтверждена.", "The revocation data is not authentic."};
    case VERIFICATION_CODE_REVOCATION_STATUS_UNKNOWN:
      return {"Куәландырушы орталықтың OCSP қызметі бұл сертификатты білмейді.",
              "Служба OCSP удостоверяющего центра не знает этого сертификата.",
              "The authority's OCSP service does not know the certificate."};
    case VERIFICATION_CODE_PURPOSE_NOT_SIGNATURE:
      return {"Сертификат қол қоюға арналмаған (аутентификация сертификаты).",
              "Сертификат не предназначен для подписи (сертификат аутентификации).",
              "The certificate is not for signing (an authentication certificate)."};
    case VERIFICATION_CODE_POLICY_IS_AUTHENTICATION:
      return {"Сертификат саясаты оны аутентификацияға ғана арнайды.",
              "Политика сертификата допускает только аутентификацию.",
              "The certificate's policy is for authentication only."};
    case VERIFICATION_CODE_ROLE_NOT_ACCEPTED:
      return {"Қол қоюшының мұндай құжатқа қол қою құқығы жоқ.",
              "Роль подписавшего не даёт права подписи такого документа.",
              "The signer's role does not entitle to sign such a document."};
    case VERIFICATION_CODE_BIN_MISMATCH:
      return {"Сертификатта БСН жоқ немесе ол басқа ұйымдікі.",
              "В сертификате нет БИН или он принадлежит другой организации.",
              "The certificate names no BIN, or that of another organisation."};
    case VERIFICATION_CODE_IIN_MISMATCH:
      return {"Сертификаттағы ЖСН күтілгеннен өзгеше.", "ИИН в сертификате отличается от ожидаемого.",
              "The IIN in the certificate is another than expected."};
    case VERIFICATION_CODE_TIMESTAMP_NOT_USED:
      return {"Уақыт белгісі бар, бірақ дәлел ретінде қолданылмады.",
              "Метка времени есть, но как доказательство не использована.",
              "There is a time stamp, but it was not used as proof."};
    case VERIFICATION_CODE_UNSIGNED_ATTRIBUTE_IGNORED:
      return {"Қол қойылмаған мәліметтер ескерілмеді.", "Неподписанные сведения не учтены.",
              "Data that is not covered by the signature was ignored."};
    case VERIFICATION_CODE_ISSUER_NOT_ACCEPTED:
      return {"Сертификатты берген орталық қабылданбайды.", "Центр, выдавший сертификат, не принимается.",
              "The authority that issued the certificate is not accepted."};
    case VERIFICATION_CODE_DEMO_CERTIFICATE:
      return {"Бұл көрсетілім сертификаты, оның заңды күші жоқ.",
              "Это демонстрационный сертификат без юридической силы.",
              "This is a demonstration certificate without legal force."};
    case VERIFICATION_CODE_CERTIFICATE_POLICY_INVALID:
      return {"Сертификат саясаттары талапқа сай емес.",
              "Политики сертификатов не соответствуют требованиям.",
              "The certificate policies do not meet the requirements."};
    case VERIFICATION_CODE_CERTIFICATE_MALFORMED:
      return {"Сертификат бүлінген.", "Сертификат повреждён.", "A certificate is damaged."};
    case VERIFICATION_CODE_DELEGATION_REQUIRED:
      return {"Қол қоюшыға ұйымның сенім білдіруі қажет.", "Подписавшему нужно полномочие от организации.",
              "The signer needs a delegation by the organisation."};
    case VERIFICATION_CODE_SIGNING_CERTIFICATE_ATTRIBUTE_MISSING:
      return {"Қолтаңбада сертификат көрсетілмеген.", "В подписи не указан сертификат.",
              "The signature does not name its certificate."};
    case VERIFICATION_CODE_EXTENDED_KEY_USAGE_NOT_ACCEPTED:
      return {"Сертификаттың қолданылу аясы құжатқа қол қоюды қамтымайды.",
              "Область применения сертификата не включает подпись документов.",
              "The uses named in the certificate do not include signing documents."};
    case VERIFICATION_CODE_XML_CONSTRUCT_FORBIDDEN:
      return {"XML құжатында қол қойылған құжатта болмауы тиіс құрылым бар.",
              "В документе XML есть конструкция, недопустимая в подписанном документе.",
              "The XML document holds a construct that a signed document may not hold."};
    case VERIFICATION_CODE_SIGNED_ELEMENT_MISMATCH:
      return {"Қолтаңба XML құжатының оқылатын бөлігін қамтымайды.",
              "Подпись не охватывает ту часть документа XML, которую читают.",
              "The signature does not cover the part of the XML document that is read."};
    case VERIFICATION_CODE_TIMESTAMP_MALFORMED:
      return {"Уақыт белгісі бүлінген немесе стандартқа сай емес.",
              "Метка времени повреждена или не соответствует стандарту.",
              "The time stamp is damaged or does not follow its standard."};
    case VERIFICATION_CODE_TIMESTAMP_IMPRINT_MISMATCH:
      return {"Уақыт белгісі басқа деректерге берілген.", "Метка времени выдана на другие данные.",
              "The time stamp was made for other data."};
    case VERIFICATION_CODE_TSA_CERTIFICATE_NOT_ACCEPTED:
      return {"Уақыт белгісінің сертификаты уақыт белгілеуге ғана арналмаған.",
              "Сертификат метки времени предназначен не только для меток времени.",
              "The time stamp's certificate is not for time stamping alone."};
    case VERIFICATION_CODE_TIMESTAMP_TIME_IMPLAUSIBLE:
      return {"Уақыт белгісіндегі уақыт әлі келген жоқ.", "Время в метке времени ещё не наступило.",
              "The time in the time stamp has not come yet."};
    case VERIFICATION_CODE_TIMESTAMP_ORDER_WRONG:
      return {"Уақыт белгілерінің реті қате.", "Порядок меток времени нарушен.",
              "The order of the time stamps is wrong."};
    case VERIFICATION_CODE_ARCHIVE_INDEX_MISMATCH:
      return {"Мұрағаттық уақыт белгісі контейнерде жоқ деректерді атайды.",
              "Архивная метка времени называет данные, которых нет в контейнере.",
              "The archive time stamp names data that the container does not hold."};
    case VERIFICATION_CODE_TIMESTAMP_PENDING:
      return {"Уақыт белгісі туралы деректер әзірге жоқ.", "Данных для проверки метки времени пока нет.",
              "The data to check the time stamp with is not at hand yet."};
    case VERIFICATION_CODE_UNSPECIFIED:
    case VerificationCode_INT_MIN_SENTINEL_DO_NOT_USE_:
    case VerificationCode_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return {"Белгісіз нәтиже.", "Неизвестный результат.", "Unknown finding."};
}

Texts TextsOf(Indication indication) {
  switch (indication) {
    case INDICATION_TOTAL_PASSED:
      return {"Қолтаңба жарамды.", "Подпись действительна.", "The signature is valid."};
    case INDICATION_TOTAL_FAILED:
      return {"Қолтаңба жарамсыз.", "Подпись недействительна.", "The signature is invalid."};
    case INDICATION_INDETERMINATE:
      return {"Қолтаңбаның жарамдылығы расталмады.", "Действительность подписи не подтверждена.",
              "The signature is not shown to be valid."};
    case INDICATION_UNSPECIFIED:
    case Indication_INT_MIN_SENTINEL_DO_NOT_USE_:
    case Indication_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return {"Тексерілмеген.", "Не проверено.", "Not checked."};
}

}  // namespace oteu::verification
