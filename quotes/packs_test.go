package quotes_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each language with a pack of its own gets a speaker, not marks alone.
func TestPacks(t *testing.T) {
	for _, c := range []struct{ lang, body, want string }{
		{"de", "„Wir öffnen die Schleuse erst am Abend“, sagte Bürgermeisterin Anna Weber am Montag.", "Anna Weber | stated | Wir öffnen die Schleuse erst am Abend"},
		{"fr", "« Nous ouvrirons le pont avant la fin du mois », a déclaré Pierre Lambert.", "Pierre Lambert | stated | Nous ouvrirons le pont avant la fin du mois"},
		{"fr", "« Nous partons demain, a déclaré Marie Duval. Tout est prêt depuis lundi. »", "Marie Duval | stated | Nous partons demain || Tout est prêt depuis lundi"},
		{"fr", "— La route sera longue cet hiver, répondit Paul Roux.", "Paul Roux | stated | La route sera longue cet hiver"},
		{"fr", "« Le pont, la route et le port resteront fermés », a dit Paul Roux.", "Paul Roux | stated | Le pont, la route et le port resteront fermés"},
		{"es", "«Abriremos el puente antes de que llegue el invierno», dijo la alcaldesa Carmen Ruiz.", "Carmen Ruiz | stated | Abriremos el puente antes de que llegue el invierno"},
		{"es", "\"Abriremos el puente antes del invierno\", ha dicho Carmen Ruiz.", "Carmen Ruiz | stated | Abriremos el puente antes del invierno"},
		{"pl", "„Otworzymy most jeszcze przed zimą tego roku” – powiedziała Anna Nowak.", "Anna Nowak | stated | Otworzymy most jeszcze przed zimą tego roku"},
		{"it", "«Apriremo il ponte prima che arrivi l'inverno», ha detto Marco Rossi.", "Marco Rossi | stated | Apriremo il ponte prima che arrivi l'inverno"},
		{"pt", "“Vamos abrir a ponte antes do inverno chegar”, disse João Ferreira.", "João Ferreira | stated | Vamos abrir a ponte antes do inverno chegar"},
		{"cs", "„Most otevřeme ještě před začátkem zimy,“ řekl Petr Dvořák.", "Petr Dvořák | stated | Most otevřeme ještě před začátkem zimy,"},
		{"nl", "“Wij openen de brug nog voor de winter,” zei Jan Smit.", ""},
	} {
		got := list(c.body, c.lang)
		if c.want == "" {
			if len(got) != 1 {
				t.Errorf("%s: got %q, want one quote", c.lang, got)
			}
			continue
		}
		if diff := cmp.Diff([]string{c.want}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.lang, diff)
		}
	}
}
