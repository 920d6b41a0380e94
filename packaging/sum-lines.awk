# sum-lines.awk - adds up the summaries of gcov to one line a room.
/^File '(\.\.\/)?src\// {
	file = $2
	gsub(/'|\.\.\//, "", file)
	split(file, part, "/")
	room = part[2]
	next
}
/^Lines executed:/ && room {
	split($0, n, /[:% ]+/)
	total[room] += n[5]
	hit[room] += n[3] * n[5] / 100
	room = ""
}
/^File / { room = "" }
END {
	for (room in total) {
		printf "%-8s %5.1f %% of %d lines\n", room,
			100 * hit[room] / total[room], total[room] | "sort"
		all += total[room]
		reached += hit[room]
	}
	close("sort")
	printf "%-8s %5.1f %% of %d lines\n", "all",
		all ? 100 * reached / all : 0, all
}
