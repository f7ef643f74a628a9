// Package locale holds every word that the bot says, in English, Ukrainian and
// Russian: a catalogue file per language, read once, with the plural rules of
// CLDR (go-i18n).
//
// It stands beside the conversation and the renderer, which ask it for a
// sentence by its key and fill in what the sentence is about:
//
//	say := locale.For("uk")
//	say.Text(locale.NothingYet, "command", "/summary")
//	say.Count(locale.Omitted, 21) // «Ще 21 давнішу статтю цього джерела пропущено.»
//
// A catalogue's sentence may hold {names} in braces, to be filled in, and
// *stars* around what is to be bold. Text fills in strings; bot/render does it
// with entities. The package never sees an article, a chat or Telegram, and
// it never fails: an unknown language is English.
package locale

import (
	"embed"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
)

//go:embed active.*.json
var files embed.FS

// Default is the language of those whose own the bot does not speak.
const Default = "en"

// Languages are the codes of the languages that the bot speaks, Default first.
func Languages() []string { return []string{Default, "uk", "ru"} }

// Printer says things in one language. It is immutable and safe for concurrent
// use; the zero value is of no use, take one from For.
type Printer struct {
	code string
	loc  *i18n.Localizer
}

// printers reads the catalogues once. They are part of the program, so one
// that cannot be read is a fault of the build, and panics.
var printers = sync.OnceValue(func() map[string]*Printer {
	bundle := i18n.NewBundle(language.English)
	all := make(map[string]*Printer)
	for _, code := range Languages() {
		if _, err := bundle.LoadMessageFileFS(files, path.Join("active."+code+".json")); err != nil {
			panic("locale: " + err.Error())
		}
	}
	for _, code := range Languages() {
		all[code] = &Printer{code: code, loc: i18n.NewLocalizer(bundle, code)}
	}
	return all
})

// For is the printer for a BCP 47 tag as Telegram gives it ("uk", "en-GB",
// "pt_BR", any case); English for a language that the bot does not speak.
func For(tag string) *Printer {
	all := printers()
	if p, ok := all[Code(tag)]; ok {
		return p
	}
	return all[Default]
}

// Code is the primary subtag in lower case: "uk" of "uk-UA".
func Code(tag string) string {
	tag = strings.ToLower(strings.TrimSpace(tag))
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		tag = tag[:i]
	}
	return tag
}

// Lang is the code of the language spoken, one of Languages.
func (p *Printer) Lang() string { return p.code }

// Text is the sentence under key with its {names} filled in from pairs of name
// and value; names without a value stay as they are. Values are not looked at
// for names or stars.
func (p *Printer) Text(key Key, pairs ...string) string {
	return fill(p.localize(&i18n.LocalizeConfig{MessageID: string(key), TemplateParser: template.IdentityParser{}}), pairs)
}

// Count is Text in the plural form that n asks for; {count} is n.
func (p *Printer) Count(key Key, n int, pairs ...string) string {
	s := p.localize(&i18n.LocalizeConfig{MessageID: string(key), PluralCount: n, TemplateParser: template.IdentityParser{}})
	return fill(s, append([]string{"count", strconv.Itoa(n)}, pairs...))
}

// localize falls back to the key itself, which a test keeps from happening.
func (p *Printer) localize(c *i18n.LocalizeConfig) string {
	s, err := p.loc.Localize(c)
	if err != nil && s == "" {
		return c.MessageID
	}
	return s
}

// fill puts values into a sentence in one pass, so a value that looks like a
// name is not filled in again.
func fill(s string, pairs []string) string {
	if len(pairs) < 2 {
		return s
	}
	named := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		named = append(named, "{"+pairs[i]+"}", pairs[i+1])
	}
	return strings.NewReplacer(named...).Replace(s)
}
