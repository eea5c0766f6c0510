// Everything that can be logged: a closed list, so that no text with data in it can become an event.
#pragma once

namespace oteu::logging {

enum class Level { kDebug, kInfo, kWarning, kError };

enum class Event {
  kServerStarted,    // SERVER_STARTED: listening; field "port"
  kServerStopping,   // SERVER_STOPPING: a signal arrived; draining
  kServerStopped,    // SERVER_STOPPED: drained; exits
  kStartFailed,      // START_FAILED: configuration or environment; exits with 2
  kCallFinished,     // CALL_FINISHED: answered, OK (level DEBUG)
  kCallFailed,       // CALL_FAILED: answered with an error
  kInternalError,    // INTERNAL_ERROR: a defect; "incident" is what the caller was told
  kReloaded,         // RELOADED: new trust or regulation data is in use; field "what"
  kReloadFailed,     // RELOAD_FAILED: the data of before stays in use; field "what"
  kLawRecalculated,  // LAW_RECALCULATED: grants got new decisions because the law changed; field "count"
  kNoticesGiven,     // NOTICES_GIVEN: deadlines and terms were told; field "count"
  kNoticesFailed,    // NOTICES_FAILED: some applications could not be looked at; tried again; fields "code",
                     // "count" and, of one of them, "application"
  kCalendarEnds,     // CALENDAR_ENDS: the table of working days ends in "count" days
  kHeldRetried,      // HELD_RETRIED: held applications were looked at again; field "count"
  kRevocationFetched,      // REVOCATION_FETCHED: a newer list is at hand; fields "what", "count", "age_s"
  kRevocationFetchFailed,  // REVOCATION_FETCH_FAILED: the list of before stays; fields "what", "age_s"
  kRevocationUnchanged,    // REVOCATION_UNCHANGED: asked, nothing newer; fields "what", "count", "size",
                           // "age_s"
  kOcspUnanswered,         // OCSP_UNANSWERED: nothing came about a certificate; field "detail"
  kHealthChanged,          // HEALTH_CHANGED: field "serving"
  kListenerDead,           // LISTENER_DEAD: a new connection was not accepted
};

const char* EventName(Event event);
const char* LevelName(Level level);

}  // namespace oteu::logging
