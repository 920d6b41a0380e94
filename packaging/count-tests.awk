# count-tests.awk - adds up the tests in the log of a Meson run: each test
# function of a cmocka program counts, and a program that is none counts as one
# test.  A program that did not end with status 0 has failed at least once, be
# it by a crash, its time or a failure outside of its functions.
#
#     awk -f count-tests.awk build/meson-logs/testlog.txt
#
# Prints `N passed, N failed`; status 1 when one failed or none ran.
function add()
{
	if (!program)
		return
	good = ok + 0
	bad = 0
	if (result != "exit status 0") {
		bad = run - ok
		if (bad < 1)
			bad = 1
		printf "%s: %d failed (%s)\n", program, bad, result
	} else if (run == 0)
		good = 1
	passed += good
	failed += bad
	program = ""
}
/^test: / {
	add()
	program = $NF
	result = "no result"
	run = ok = 0
}
/^result: / {
	result = $0
	sub(/^result: */, "", result)
}
/^\[ RUN      \]/ { run++ }
/^\[       OK \]/ { ok++ }
END {
	add()
	printf "%d passed, %d failed\n", passed, failed
	exit failed > 0 || passed == 0
}
