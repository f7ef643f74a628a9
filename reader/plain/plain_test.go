package plain_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/unicode/norm"

	"herald/reader/plain"
)

const ukrainian = "Міська рада проголосувала за нову трамвайну лінію, яка двічі перетне річку. Її будуватимуть три роки, і коштуватиме вона сорок мільйонів. Мешканці лівого берега чекають на неї від часів, коли тут ще ходив пором."

func TestDecode(t *testing.T) {
	encode := func(s string, enc interface{ String(string) (string, error) }) []byte {
		out, err := enc.String(s)
		if err != nil {
			t.Fatal(err)
		}
		return []byte(out)
	}
	page := "<html><head><title>х</title></head><body><p>" + ukrainian + "</p></body></html>"
	for _, c := range []struct {
		name, header, want string
		bytes              []byte
	}{
		{"UTF-8 needs no word", "", page, []byte(page)},
		{"a byte order mark goes", "", page, []byte("\uFEFF" + page)},
		{"valid UTF-8 is UTF-8, whatever the header says", "text/html; charset=windows-1251", page, []byte(page)},
		{"the header's encoding", "text/html; charset=koi8-u", page, encode(page, charmap.KOI8U.NewEncoder())},
		{"the page's own word", "text/html", "<meta charset='windows-1251'>" + page, encode("<meta charset='windows-1251'>"+page, charmap.Windows1251.NewEncoder())},
		{"the page's old word", "", `<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">` + page, encode(`<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">`+page, charmap.Windows1251.NewEncoder())},
		{"an XML declaration", "text/xml", `<?xml version="1.0" encoding="iso-8859-5"?><a>Міська рада</a>`, encode(`<?xml version="1.0" encoding="iso-8859-5"?><a>Міська рада</a>`, charmap.ISO8859_5.NewEncoder())},
		{"nobody says a word: by the letters", "", page, encode(page, charmap.Windows1251.NewEncoder())},
		{"a lie about UTF-8: by the letters", "text/html; charset=utf-8", page, encode(page, charmap.Windows1251.NewEncoder())},
		{"UTF-16 with a mark", "", page, encode(page, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder())},
		{"UTF-16 without one", "", page, encode(page, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder())},
		{"UTF-32", "", page, encode(page, utf32.UTF32(utf32.LittleEndian, utf32.UseBOM).NewEncoder())},
		{"escape sequences of ISO-2022-JP", "text/html; charset=iso-2022-jp", "市議会は路面電車", encode("市議会は路面電車", japanese.ISO2022JP.NewEncoder())},
		{"GBK", "text/html; charset=gb2312", "市议会投票决定新的电车线路", encode("市议会投票决定新的电车线路", simplifiedchinese.GBK.NewEncoder())},
		{"a quotation mark of windows-1252 in UTF-8", "", "Їжак said ’yes’ to " + ukrainian, []byte("Їжак said \x92yes\x92 to " + ukrainian)},
		{"its code points too", "", "a – b… “c”", []byte("a \u0096 b\u0085 \u0093c\u0094")},
		{"NUL goes", "", "ab", []byte("a\x00b")},
		{"a label that nobody knows", "text/html; charset=klingon", page, []byte(page)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := plain.Decode(c.bytes, c.header); got != c.want {
				t.Errorf("got %.200q\nwant %.200q", got, c.want)
			}
		})
	}
}

func TestHTML(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"paragraphs", "<p>One</p>\n<p>two</p>", "One\n\ntwo"},
		{"entities", "Fish &amp; chips &mdash; &#8364;5 &lt;b&gt;", "Fish & chips — €5 <b>"},
		{"inline elements join", "<p>a <b>b</b>c <i>d</i>, e</p>", "a bc d, e"},
		{"blocks part", "<div>a</div>b<ul><li>c<li>d</ul>", "a\n\nb\n\nc\n\nd"},
		{"two breaks part", "a<br><br>b", "a\n\nb"},
		{"a break after a sentence parts", "It rained.<br>The match was off.", "It rained.\n\nThe match was off."},
		{"a break inside a sentence joins", "It rained<br>all day.", "It rained all day."},
		{"a block quotation and its credit", "<p>Bell wrote:</p><blockquote><p>a b</p><p>c</p><cite>Bell</cite></blockquote><p>It rained.</p>", "Bell wrote:\n\n> a b\n\n> c\n\n> — Bell\n\nIt rained."},
		{"one in another is a part of it", "<p>Bell wrote:</p><blockquote>a<blockquote>b</blockquote>c</blockquote>", "Bell wrote:\n\n> a\n\n> b\n\n> c"},
		{"a block around everything is a margin", "<blockquote><p>a</p><p>b</p></blockquote>", "a\n\nb"},
		{"the marks of q", "<p>a <q>b c</q> d</p>", "a “b c” d"},
		{"cells stand apart", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\n\nc"},
		{"scripts and styles are no text", "<script>x()</script><style>p{}</style><p>a</p><template>b</template>", "a"},
		{"what is hidden is no text", `<p hidden>a</p><p style="display: none">b</p><p>c</p>`, "c"},
		{"spaces", "  a \n\t b&nbsp;c  ", "a b c"},
		{"marks that show nothing", "sand\u00ADcastle \u200Bzero", "sandcastle zero"},
		{"decomposed letters", "и\u0306о\u0301", norm.NFC.String("и\u0306о\u0301")},
		{"plain text stays", "a < b and c > d", "a < b and c > d"},
		{"preformatted lines", "<pre>a\nb</pre>", "a\n\nb"},
		{"deeper than the parser stands", strings.Repeat("<div>", 2000) + "a &amp; b" + strings.Repeat("</div>", 2000), "a & b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := plain.HTML(c.in); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestText(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"blank lines part", "a b\n\n\nc\r\n\r\nd", "a b\n\nc\n\nd"},
		{"single newlines part where there are no blank lines", "a\nb\nc\n", "a\n\nb\n\nc"},
		{"short lines that stand together stay lines", "Agency\n09:30\n\nIt was a long day for all of them, and nobody knew at its beginning how it would come to an end. They waited, and waited.", "Agency\n\n09:30\n\nIt was a long day for all of them, and nobody knew at its beginning how it would come to an end. They waited, and waited."},
		{"wrapped lines join", "The council of the town votes tonight on the\nnew tram line, which would cross the river\ntwice.\n\nIt costs forty million.", "The council of the town votes tonight on the new tram line, which would cross the river twice.\n\nIt costs forty million."},
		{"lines of a block quotation join, apart from others", "On Monday somebody wrote to the council that\n> the new tram line of the town would cross the\n> river twice, and\n>\n> that it costs forty million.\n\nIt does.", "On Monday somebody wrote to the council that\n\n> the new tram line of the town would cross the river twice, and\n\n> that it costs forty million.\n\nIt does."},
		{"controls go", "a\x07b\u2028c", "a b\n\nc"},
		{"nothing", " \n\n ", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := plain.Text(c.in); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func ExampleHTML() {
	fmt.Println(plain.HTML("<p>One &amp; two</p><p>three</p>"))
	// Output:
	// One & two
	//
	// three
}

func ExampleLine() {
	fmt.Println(plain.Line("Fish &amp;\n  <em>chips</em>"))
	// Output: Fish & chips
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("<?xml encoding='utf-16'?>\xff"), "text/html; charset=gbk")
	f.Add([]byte("\xff\xfea\x00"), "")
	f.Add([]byte("\x00\x00\xfe\xff\x00\x00\x00a"), "x;charset=utf-7")
	f.Fuzz(func(t *testing.T, b []byte, header string) {
		if s := plain.Decode(b, header); !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
			t.Errorf("%q", s)
		}
	})
}

func FuzzHTML(f *testing.F) {
	for _, s := range []string{"<p>a<br>b</p>", "<table><td>x", "&#0;&#xD800;", "<pre>\n a\n", "a\u0308<b>\u0308"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := plain.HTML(strings.ToValidUTF8(s, ""))
		if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) {
			t.Errorf("%q", got)
		}
		for _, p := range strings.Split(got, "\n\n") {
			if strings.TrimSpace(p) != p || strings.Contains(p, "\n") || p == "" && got != "" {
				t.Errorf("a paragraph %q of %q", p, got)
			}
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	enc, _ := charmap.Windows1251.NewEncoder().String(strings.Repeat(ukrainian, 200))
	b.SetBytes(int64(len(enc)))
	for b.Loop() {
		plain.Decode([]byte(enc), "")
	}
}
