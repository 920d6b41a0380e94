#ifndef TEST_CLINIC_H
#define TEST_CLINIC_H
/*
 * test/clinic - a small clinic for tests of app and store: two branches in two
 * zones, two therapists and two rooms in the first, one doctor and a device in
 * the second; and a second clinic that must never be seen.
 */
#include "core/catalogue.h"

enum {
	CLINIC_ID = 1001,
	CLINIC_OTHER_ID = 1002,
	BRANCH_MOSCOW = 2001,
	BRANCH_URAL = 2002,
	DOCTOR_PETROVA = 3001, /* therapist, Moscow, Monday to Friday 9-13 */
	DOCTOR_ORLOV = 3002,   /* therapist, Moscow, Monday to Friday 9-18 */
	DOCTOR_SOMOV = 3003,   /* ultrasound, Ural, every day 10-16 */
	ROOM_ONE = 3101,
	ROOM_TWO = 3102,
	DEVICE_SCAN = 3201,
	SERVICE_THERAPY = 4001, /* 30 min, 5 after, step 30 */
	SERVICE_SCAN = 4002,    /* 40 min, step 20, a device */
	SERVICE_WOMEN = 4003,   /* for women from 18 */
	OTHER_BRANCH = 2101,
	OTHER_DOCTOR = 3301,
	OTHER_SERVICE = 4101,
};

static const struct branch clinic_branches[] = {
	{BRANCH_MOSCOW, "на Здоровья, 5", "ул. Здоровья, 5", "у метро", "",
		"Europe/Moscow", "+74950000001"},
	{BRANCH_URAL, "на Мира, 1", "ул. Мира, 1", "", "", "Asia/Yekaterinburg",
		"+73430000001"},
};
static const struct weekly_hours clinic_short[] = {{1, 540, 780}, {2, 540, 780},
	{3, 540, 780}, {4, 540, 780}, {5, 540, 780}};
static const struct weekly_hours clinic_long[] = {{1, 540, 1080},
	{2, 540, 1080}, {3, 540, 1080}, {4, 540, 1080}, {5, 540, 1080}};
static const struct weekly_hours clinic_daily[] = {{0, 600, 960}, {1, 600, 960},
	{2, 600, 960}, {3, 600, 960}, {4, 600, 960}, {5, 600, 960},
	{6, 600, 960}};
static const struct hours_override clinic_override[] = {
	{"2026-11-27", 600, 660}};
/* 2026-11-25, the whole day in Moscow */
static const struct span clinic_absence[] = {{1795554000, 1795640400}};

static const struct resource clinic_resources[] = {
	{.id = DOCTOR_PETROVA,
		.kind = RESOURCE_DOCTOR,
		.last = "Петрова",
		.first = "Анна",
		.middle = "Андреевна",
		.sex = SEX_FEMALE,
		.profession = "терапевт",
		.about = "стаж 20 лет",
		.weekly = clinic_short,
		.weekly_n = 5,
		.overrides = clinic_override,
		.overrides_n = 1,
		.absences = clinic_absence,
		.absences_n = 1},
	{.id = DOCTOR_ORLOV,
		.kind = RESOURCE_DOCTOR,
		.last = "Орлов",
		.first = "Иван",
		.middle = "Петрович",
		.sex = SEX_MALE,
		.profession = "терапевт",
		.about = "",
		.weekly = clinic_long,
		.weekly_n = 5},
	{.id = DOCTOR_SOMOV,
		.kind = RESOURCE_DOCTOR,
		.branch = 1,
		.last = "Сомов",
		.first = "Пётр",
		.middle = "Ильич",
		.sex = SEX_MALE,
		.profession = "врач УЗИ",
		.about = "",
		.weekly = clinic_daily,
		.weekly_n = 7},
	{.id = ROOM_ONE,
		.kind = RESOURCE_ROOM,
		.last = "",
		.first = "Кабинет 1",
		.middle = "",
		.profession = "",
		.about = "",
		.weekly = clinic_long,
		.weekly_n = 5},
	{.id = ROOM_TWO,
		.kind = RESOURCE_ROOM,
		.last = "",
		.first = "Кабинет 2",
		.middle = "",
		.profession = "",
		.about = "",
		.weekly = clinic_long,
		.weekly_n = 5},
	{.id = DEVICE_SCAN,
		.kind = RESOURCE_DEVICE,
		.branch = 1,
		.last = "",
		.first = "УЗИ",
		.middle = "",
		.profession = "",
		.about = "",
		.weekly = clinic_daily,
		.weekly_n = 7},
};

static const struct service_resource clinic_therapy[] = {
	{0, 0, 300000}, {1, 0, 0}, {3, 0, 0}, {4, 0, 0}};
static const struct service_resource clinic_scan[] = {{2, 0, 0}, {5, 0, 0}};
static const struct service_resource clinic_women[] = {{1, 0, 0}};

static const struct service clinic_services[] = {
	{.id = SERVICE_THERAPY,
		.name = "Приём терапевта",
		.profession = "терапевт",
		.synonyms = "терапевт",
		.duration_min = 30,
		.step_min = 30,
		.buffer_after_min = 5,
		.notice_min = 60,
		.horizon_days = 30,
		.price_kop = 250000,
		.preparation = "",
		.is_first_visit = true,
		.resources = clinic_therapy,
		.resources_n = 4},
	{.id = SERVICE_SCAN,
		.name = "УЗИ",
		.profession = "врач УЗИ",
		.synonyms = "узи,ультразвук",
		.duration_min = 40,
		.step_min = 20,
		.notice_min = 60,
		.horizon_days = 30,
		.price_kop = 180000,
		.preparation = "Натощак.",
		.resources = clinic_scan,
		.resources_n = 2},
	{.id = SERVICE_WOMEN,
		.name = "Осмотр",
		.profession = "терапевт",
		.synonyms = "",
		.duration_min = 30,
		.step_min = 30,
		.horizon_days = 30,
		.price_kop = 100000,
		.preparation = "",
		.age_min = 18,
		.sex = SEX_FEMALE,
		.is_sensitive = true,
		.resources = clinic_women,
		.resources_n = 1},
};
static const struct closed_date clinic_closed[] = {
	{-1, "2027-01-01"}, {1, "2026-11-30"}};

static const struct catalogue clinic_catalogue = {
	.clinic = {CLINIC_ID, "zdorovie", "Клиника «Здоровье»", "+74950000000",
		false, "1", "Мы храним ваши данные.", "1"},
	.branches = clinic_branches,
	.branches_n = 2,
	.resources = clinic_resources,
	.resources_n = 6,
	.services = clinic_services,
	.services_n = 3,
	.closed = clinic_closed,
	.closed_n = 2,
};

static const struct branch clinic_other_branches[] = {{OTHER_BRANCH, "другой",
	"ул. Лесная, 2", "", "", "Europe/Moscow", "+74950000009"}};
static const struct resource clinic_other_resources[] = {{.id = OTHER_DOCTOR,
	.kind = RESOURCE_DOCTOR,
	.last = "Чужой",
	.first = "Илья",
	.middle = "Ильич",
	.sex = SEX_MALE,
	.profession = "терапевт",
	.about = "",
	.weekly = clinic_long,
	.weekly_n = 5}};
static const struct service_resource clinic_other_therapy[] = {{0, 0, 0}};
static const struct service clinic_other_services[] = {{.id = OTHER_SERVICE,
	.name = "Приём",
	.profession = "терапевт",
	.synonyms = "",
	.duration_min = 30,
	.step_min = 30,
	.horizon_days = 30,
	.price_kop = 100000,
	.preparation = "",
	.resources = clinic_other_therapy,
	.resources_n = 1}};
static const struct catalogue clinic_other = {
	.clinic = {CLINIC_OTHER_ID, "chuzhaya", "Чужая клиника", "+74950000099",
		true, "1", "Текст.", "1"},
	.branches = clinic_other_branches,
	.branches_n = 1,
	.resources = clinic_other_resources,
	.resources_n = 1,
	.services = clinic_other_services,
	.services_n = 1,
};

#endif
