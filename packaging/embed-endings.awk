# awk -f embed-endings.awk endings.tsv names.tsv first_names.tsv > C
#
# Makes the tables of lang/ending.h: one tree a kind of name, from the last
# letter of a word to the first.  A node is followed by what is below it, the
# biggest part first; how many nodes that are tells where the next one is.
# Where two rows tell the same of one ending, the first counts.
BEGIN {
	FS = "\t"
	alphabet = "абвгдежзийклмнопрстуфхцчшщъыьэюя-"
	for (i = 1; length(alphabet); i++) {
		n = substr(alphabet, 1, 1) == "-" ? 1 : 2
		code[substr(alphabet, 1, n)] = i
		alphabet = substr(alphabet, n + 1)
	}
	code["ё"] = code["е"]
	kinds = split("first last middle front work", kind, " ")
	for (i = 1; i <= kinds; i++)
		root[kind[i]] = i
	nodes = kinds
	sex_code["m"] = 1
	sex_code["f"] = 2
	sex_code["-"] = 3
}

function child(node, letter)
{
	if (!((node, letter) in below)) {
		below[node, letter] = ++nodes
		letter_of[nodes] = letter
		next_of[nodes] = first_of[node]
		first_of[node] = nodes
	}
	return below[node, letter]
}

# A word ends in front with the letter 0.
function node_of(name, key,    node, n, is_word)
{
	is_word = key !~ /^-/
	sub(/^-/, "", key)
	node = root[name]
	while (key != "") {
		n = key ~ /-$/ ? 1 : 2
		node = child(node, code[substr(key, length(key) - n + 1)])
		key = substr(key, 1, length(key) - n)
	}
	return is_word ? child(node, 0) : node
}

function forms_of(text)
{
	if (!(text in form_id)) {
		form_id[text] = ++forms
		form_text[forms] = text
	}
	return form_id[text]
}

function say(name, what, value, key,    node)
{
	node = node_of(name, key)
	if (what == "sex")
		value = sex_code[value]
	if (!((node, what) in told))
		told[node, what] = value
}

/^#/ || NF < 2 { next }

# first_names.tsv: name, sex, short forms; a form of both sexes shows none.
FILENAME ~ /first_names/ {
	n = split($1 " " $3, word, " ")
	for (i = 1; i <= n; i++) {
		text = tolower_russian(word[i])
		if (!(text in sex_seen) || sex_seen[text] == $2)
			sex_seen[text] = $2
		else
			sex_seen[text] = "-"
	}
	next
}

{
	n = split($4, key, " ")
	for (i = 1; i <= n; i++) {
		if ($2 == "sex")
			say($1, "sex", $3, key[i])
		if ($2 ~ /m/)
			say($1, "m", forms_of($3), key[i])
		if ($2 ~ /f/)
			say($1, "f", forms_of($3), key[i])
	}
}

function tolower_russian(text,    out, c, at)
{
	while (text != "") {
		c = substr(text, 1, text ~ /^-/ ? 1 : 2)
		text = substr(text, length(c) + 1)
		at = index("АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ", c)
		if (c == "Ё")
			c = "ё"
		else if (at)
			c = substr("абвгдежзийклмнопрстуфхцчшщъыьэюя", at, 2)
		out = out c
	}
	return out
}

function measure(node,    c)
{
	size[node] = 1
	for (c = first_of[node]; c; c = next_of[c])
		size[node] += measure(c)
	return size[node]
}

function fact_of(node,    text)
{
	text = "{" (told[node, "m"] + 0) ", " (told[node, "f"] + 0) "}, " \
		(told[node, "sex"] + 0)
	if (!(text in fact_id)) {
		fact_id[text] = facts++
		fact_text[facts - 1] = text
	}
	return fact_id[text]
}

function put(node,    c, n, list, i, j)
{
	printf "%.0fu,", letter_of[node] * 67108864 + fact_of(node) * 262144 + \
		size[node]
	if (++written % 8 == 0)
		print ""
	for (c = first_of[node]; c; c = next_of[c]) {
		for (i = n++; i > 0 && size[list[i - 1]] < size[c]; i--)
			list[i] = list[i - 1]
		list[i] = c
	}
	for (i = 0; i < n; i++)
		put(list[i])
}

function put_forms(text,    form, i, took)
{
	printf "\t{{"
	split(text, form, " ")
	for (i = 1; i <= 5; i++) {
		match(form[i], /^-*/)
		took[i] = RLENGTH
		printf i < 5 ? "%d, " : "%d}, {", RLENGTH
	}
	for (i = 1; i <= 5; i++) {
		form[i] = substr(form[i], took[i] + 1)
		printf i < 5 ? "\"%s\", " : "\"%s\"}},\n", form[i] == "." ? "" : form[i]
	}
}

END {
	for (text in sex_seen) {
		i = node_of("first", text)
		if ((i, "sex") in told && told[i, "sex"] != sex_code[sex_seen[text]])
			told[i, "sex"] = sex_code["-"]
		say("first", "sex", sex_seen[text], text)
	}
	told[0, "m"] = 0
	fact_of(0)
	print "/* Made by packaging/embed-endings.awk. */"
	print "#include \"lang/ending_table.h\""
	print "const uint32_t ending_node[] = {"
	for (i = 1; i <= kinds; i++) {
		measure(i)
		start = start (at + 0) ", "
		at += size[i]
		put(i)
	}
	print "};\nconst uint32_t ending_root[] = {" start "};"
	print "const struct ending_fact ending_fact[] = {"
	for (i = 0; i < facts; i++)
		print "\t{" fact_text[i] "},"
	print "};\nconst struct ending_forms ending_forms[] = {\n\t{{0}, {\"\"}},"
	for (i = 1; i <= forms; i++)
		put_forms(form_text[i])
	print "};"
	if (at >= 262144 || facts > 256)
		exit 1
}
