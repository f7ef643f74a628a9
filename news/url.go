package news

import (
	"net/url"
	"strings"
)

// tracking are query parameters that name a campaign and not an article. The
// list is that of the parameters which publishers document as such; an entry
// that ends in "_" is a prefix.
var tracking = [...]string{"utm_", "mc_", "fbclid", "gclid", "dclid", "yclid", "msclkid", "igshid", "_openstat", "cmpid", "ocid", "at_medium", "at_campaign", "ns_campaign", "ns_mchannel", "ns_source"}

// Canonical is the form of an http(s) address under which two links count as
// the same: lower-case scheme and host, no default port, no fragment, no
// tracking parameters, no trailing slash on a path; the order of the remaining
// parameters stays, since some sites read it. A string that is not an absolute
// http(s) URL comes back trimmed and otherwise as it is.
func Canonical(raw string) string {
	raw = strings.TrimSpace(raw)
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || !strings.EqualFold(u.Scheme, "http") && !strings.EqualFold(u.Scheme, "https") {
		return raw
	}
	u.Scheme = strings.ToLower(u.Scheme)
	u.Host = strings.ToLower(u.Host)
	if p := u.Port(); p == "80" && u.Scheme == "http" || p == "443" && u.Scheme == "https" {
		u.Host = strings.TrimSuffix(u.Host, ":"+p)
	}
	u.Fragment, u.RawFragment = "", ""
	if u.Path == "/" {
		u.Path, u.RawPath = "", ""
	} else if strings.HasSuffix(u.Path, "/") {
		u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
	}
	if u.RawQuery != "" {
		kept := strings.Split(u.RawQuery, "&")
		n := 0
		for _, pair := range kept {
			name, _, _ := strings.Cut(pair, "=")
			if pair != "" && !isTracking(strings.ToLower(name)) {
				kept[n] = pair
				n++
			}
		}
		u.RawQuery = strings.Join(kept[:n], "&")
	}
	u.ForceQuery = false
	return u.String()
}

func isTracking(name string) bool {
	for _, t := range tracking {
		if name == t || strings.HasSuffix(t, "_") && strings.HasPrefix(name, t) {
			return true
		}
	}
	return false
}

// Host is the host of an address without "www." and port; the address itself
// where it has none.
func Host(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" {
		return raw
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}
