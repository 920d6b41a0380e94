#ifndef CORE_SAY_H
#define CORE_SAY_H
/*
 * core/say - the names of the texts that the dialogue engine itself says; what
 * they say stands in the script.
 */

/* The texts that the engine itself names; a script has exactly these and the
 * ones that its own steps and answers name. */
#define SCRIPT_TEXTS(X)                                                        \
	X(SAY_HELLO, "hello")                                                  \
	X(SAY_HELLO_EVENING, "hello_evening")                                  \
	X(SAY_HELLO_NIGHT, "hello_night")                                      \
	X(SAY_GREETING, "greeting")                                            \
	X(SAY_NOTICE, "notice")                                                \
	X(SAY_WELCOME, "welcome")                                              \
	X(SAY_AGREE, "agree")                                                  \
	X(SAY_AGREE_FIRST, "agree_first")                                      \
	X(SAY_AGREED, "agreed")                                                \
	X(SAY_GIVE_PHONE, "give_phone")                                        \
	X(SAY_JOINED, "joined")                                                \
	X(SAY_JOINED_NEW, "joined_new")                                        \
	X(SAY_JOINED_ALREADY, "joined_already")                                \
	X(SAY_KNOWN, "known")                                                  \
	X(SAY_LINK_OVER, "link_over")                                          \
	X(SAY_UNREADABLE, "unreadable")                                        \
	X(SAY_CARD, "card")                                                    \
	X(SAY_EDITED, "edited")                                                \
	X(SAY_STALE, "stale")                                                  \
	X(SAY_SORRY, "sorry")                                                  \
	X(SAY_CHECKING, "checking")                                            \
	X(SAY_OFFER_TWO, "offer_two")                                          \
	X(SAY_OFFER_ONE, "offer_one")                                          \
	X(SAY_OFFER_MOVE, "offer_move")                                        \
	X(SAY_OFFER_AGAIN, "offer_again")                                      \
	X(SAY_WHAT, "what")                                                    \
	X(SAY_OR, "or")                                                        \
	X(SAY_CHOSEN, "chosen")                                                \
	X(SAY_BOOKED, "booked")                                                \
	X(SAY_PLAN_ALL, "plan_all")                                            \
	X(SAY_PLAN_LINK, "plan_link")                                          \
	X(SAY_PLAN_BY_SMS, "plan_by_sms")                                      \
	X(SAY_PLAN_HERE, "plan_here")                                          \
	X(SAY_PLAN_REMIND, "plan_remind")                                      \
	X(SAY_PLAN_DAY, "plan_day")                                            \
	X(SAY_PLAN_EVE, "plan_eve")                                            \
	X(SAY_PLAN_HOURS, "plan_hours")                                        \
	X(SAY_PLAN_AND, "plan_and")                                            \
	X(SAY_PREPARE_TOO, "prepare_too")                                      \
	X(SAY_MOVED, "moved")                                                  \
	X(SAY_CANCELLED, "cancelled")                                          \
	X(SAY_STOPPED, "stopped")                                              \
	X(SAY_CANCEL_KEPT, "cancel_kept")                                      \
	X(SAY_CANCEL_SURE, "cancel_sure")                                      \
	X(SAY_WHICH_VISIT, "which_visit")                                      \
	X(SAY_MOVE_WHEN, "move_when")                                          \
	X(SAY_MOVE_KEPT, "move_kept")                                          \
	X(SAY_PHONE_HAND, "phone_hand")                                        \
	X(SAY_VISIT_LINE, "visit_line")                                        \
	X(SAY_MY_VISITS, "my_visits")                                          \
	X(SAY_NO_VISITS, "no_visits")                                          \
	X(SAY_CONFIRMED, "confirmed")                                          \
	X(SAY_TAKEN, "taken")                                                  \
	X(SAY_CLASH, "clash")                                                  \
	X(SAY_FAILED, "failed")                                                \
	X(SAY_ALREADY, "already")                                              \
	X(SAY_NONE_THAT_TIME, "none_that_time")                                \
	X(SAY_NONE_SUCH_TIME, "none_such_time")                                \
	X(SAY_NONE_THAT_DAY, "none_that_day")                                  \
	X(SAY_NONE_DAYS, "none_days")                                          \
	X(SAY_NONE_DOCTOR, "none_doctor")                                      \
	X(SAY_NONE_EARLIER, "none_earlier")                                    \
	X(SAY_NONE_LATER, "none_later")                                        \
	X(SAY_NONE_AT_ALL, "none_at_all")                                      \
	X(SAY_NO_OTHER_DOCTOR, "no_other_doctor")                              \
	X(SAY_NO_OTHER_BRANCH, "no_other_branch")                              \
	X(SAY_CLOSED_DAY, "closed_day")                                        \
	X(SAY_DAY_PAST, "day_past")                                            \
	X(SAY_DAY_WRONG, "day_wrong")                                          \
	X(SAY_DAY_FAR, "day_far")                                              \
	X(SAY_PHONE_SHORT, "phone_short")                                      \
	X(SAY_PHONE_LONG, "phone_long")                                        \
	X(SAY_PHONE_UNKNOWN, "phone_unknown")                                  \
	X(SAY_PHONE_LANDLINE, "phone_landline")                                \
	X(SAY_PHONE_WHY, "phone_why")                                          \
	X(SAY_OF_COURSE, "of_course")                                          \
	X(SAY_ONE_BY_ONE, "one_by_one")                                        \
	X(SAY_DISCOUNT, "discount")                                            \
	X(SAY_RELATIVE_NAME, "relative_name")                                  \
	X(SAY_RELATIVE_CONTACT, "relative_contact")                            \
	X(SAY_SEX_LIMIT_F, "sex_limit_f")                                      \
	X(SAY_SEX_LIMIT_M, "sex_limit_m")                                      \
	X(SAY_AGE_UNDER, "age_under")                                          \
	X(SAY_AGE_CHILD, "age_child")                                          \
	X(SAY_NONE_LATER_DAY, "none_later_day")                                \
	X(SAY_AGE_OVER, "age_over")                                            \
	X(SAY_SYMPTOM, "symptom")                                              \
	X(SAY_SYMPTOM_UNKNOWN, "symptom_unknown")                              \
	X(SAY_NO_SUCH_DOCTOR, "no_such_doctor")                                \
	X(SAY_WHICH_SERVICE, "which_service")                                  \
	X(SAY_PRICE, "price")                                                  \
	X(SAY_PRICE_FROM, "price_from")                                        \
	X(SAY_PRICE_WHICH, "price_which")                                      \
	X(SAY_ADDRESS, "address")                                              \
	X(SAY_HOURS, "hours")                                                  \
	X(SAY_HOURS_DAYS, "hours_days")                                        \
	X(SAY_PREPARE, "prepare")                                              \
	X(SAY_PREPARE_NONE, "prepare_none")                                    \
	X(SAY_PREPARE_WHICH, "prepare_which")                                  \
	X(SAY_DURATION, "duration")                                            \
	X(SAY_DURATION_WHICH, "duration_which")                                \
	X(SAY_DOCTORS, "doctors")                                              \
	X(SAY_DOCTORS_OF, "doctors_of")                                        \
	X(SAY_DOCTOR_ABOUT, "doctor_about")                                    \
	X(SAY_SERVICES, "services")                                            \
	X(SAY_SERVICE_YES, "service_yes")                                      \
	X(SAY_CONTACT, "contact")                                              \
	X(SAY_HANDED, "handed")                                                \
	X(SAY_HANDED_STILL, "handed_still")                                    \
	X(SAY_ALARM_103, "alarm_103")                                          \
	X(SAY_ALARM_SUICIDE, "alarm_suicide")                                  \
	X(SAY_ALARM_CHILD, "alarm_child")                                      \
	X(SAY_ALARM_BLEEDING, "alarm_bleeding")                                \
	X(SAY_ALARM_POISON, "alarm_poison")                                    \
	X(SAY_ALARM_ALLERGY, "alarm_allergy")                                  \
	X(SAY_ALARM_PREGNANCY, "alarm_pregnancy")                              \
	X(SAY_ALARM_MAYBE, "alarm_maybe")                                      \
	X(SAY_ALARM_STILL, "alarm_still")                                      \
	X(SAY_EMPTY, "empty")                                                  \
	X(SAY_WORDLESS, "wordless")                                            \
	X(SAY_FOREIGN, "foreign")                                              \
	X(SAY_ABUSE, "abuse")                                                  \
	X(SAY_NOT_UNDERSTOOD, "not_understood")                                \
	X(SAY_NOT_UNDERSTOOD_AGAIN, "not_understood_again")                    \
	X(SAY_OTHER_TIME_WHICH, "other_time_which")                            \
	X(SAY_RESTARTED, "restarted")                                          \
	X(SAY_NOTHING_OPEN, "nothing_open")                                    \
	X(SAY_ASK_NEXT, "ask_next")                                            \
	X(SAY_CHOICE_OUT, "choice_out")                                        \
	X(SAY_BUTTON_OTHER_TIME, "button_other_time")                          \
	X(SAY_BUTTON_OPERATOR, "button_operator")                              \
	X(SAY_BUTTON_MOVE, "button_move")                                      \
	X(SAY_BUTTON_CANCEL, "button_cancel")                                  \
	X(SAY_BUTTON_CONTINUE, "button_continue")                              \
	X(SAY_BUTTON_YES, "button_yes")                                        \
	X(SAY_BUTTON_NO, "button_no")

enum say {
#define SCRIPT_TEXT_ENUM(id, name) id,
	SCRIPT_TEXTS(SCRIPT_TEXT_ENUM)
#undef SCRIPT_TEXT_ENUM
		SAYS /* how many */
};

#endif
