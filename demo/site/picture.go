package site

import (
	"bytes"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Pictures are drawn, not stored: a sky, a sun or a moon, and what stands
// under it. Each scene has a few variants that differ in light and line.
const (
	pictureWidth  = 960
	pictureHeight = 504
	variants      = 8
)

// scene is a palette: the sky from top to horizon, the light, and the ground
// from far to near.
type scene struct {
	sky, glow, light color.RGBA
	ground           []color.RGBA
	water, town      bool
}

func sceneNamed(name string) (scene, bool) {
	switch name {
	case "sea":
		return scene{sky: rgb(0x2f6d8f), glow: rgb(0xf3cfa4), light: rgb(0xfff1d0), ground: []color.RGBA{rgb(0x5b7f8c), rgb(0x35566a)}, water: true}, true
	case "hills":
		return scene{sky: rgb(0x7fb2c9), glow: rgb(0xf7e3c2), light: rgb(0xfffbe6), ground: []color.RGBA{rgb(0x9db7a5), rgb(0x6f9a7c), rgb(0x47785a), rgb(0x2b543f)}}, true
	case "city":
		return scene{sky: rgb(0x4b5d8c), glow: rgb(0xf2b48c), light: rgb(0xffe2b8), ground: []color.RGBA{rgb(0x6d6a86), rgb(0x4a4866), rgb(0x2c2b45)}, town: true}, true
	case "meadow":
		return scene{sky: rgb(0x86bfe0), glow: rgb(0xfdf0cf), light: rgb(0xffffff), ground: []color.RGBA{rgb(0xb8cf8d), rgb(0x93b765), rgb(0x6c9a48)}}, true
	case "night":
		return scene{sky: rgb(0x0c1730), glow: rgb(0x37507c), light: rgb(0xf4f0dc), ground: []color.RGBA{rgb(0x24375c), rgb(0x182746), rgb(0x0e182f)}, town: true}, true
	}
	return scene{}, false
}

// variant is which of a scene's drawings an article gets.
func variant(slug string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(slug)) // never fails, says hash.Hash
	return int(h.Sum32() % variants)
}

func (s *Site) picture(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutSuffix(r.PathValue("name"), ".png")
	kind, number, dash := strings.Cut(name, "-")
	n, err := strconv.Atoi(number)
	sc, known := sceneNamed(kind)
	if !ok || !dash || err != nil || n < 0 || n >= variants || !known {
		http.NotFound(w, r)
		return
	}
	s.mu.Lock()
	body := s.pictures[name]
	s.mu.Unlock()
	if body == nil { // two may draw it at once: better than the feeds waiting for one
		if body, err = draw(sc, n); err != nil {
			http.Error(w, "the picture cannot be drawn", http.StatusInternalServerError)
			return
		}
		s.mu.Lock()
		s.pictures[name] = body
		s.mu.Unlock()
	}
	reply(w, r, "image/png", time.Time{}, body)
}

func draw(sc scene, n int) ([]byte, error) {
	img := image.NewRGBA(image.Rect(0, 0, pictureWidth, pictureHeight))
	seed := float64(n)*1.7 + 0.6
	horizon := 0.60 + 0.02*math.Sin(seed*3)
	sunX, sunY := 0.2+0.075*float64(n), horizon-0.16-0.05*math.Cos(seed)
	for y := range pictureHeight {
		v := float64(y) / pictureHeight
		for x := range pictureWidth {
			u := float64(x) / pictureWidth
			c := mix(sc.sky, sc.glow, math.Pow(min(1, v/horizon), 1.8))
			d := math.Hypot((u-sunX)*pictureWidth/pictureHeight, v-sunY)
			c = mix(c, sc.light, 0.75*math.Exp(-d*7))
			if d < 0.055 {
				c = mix(c, sc.light, min(1, (0.055-d)*400))
			}
			if sc.water && v > horizon {
				deep := (v - horizon) / (1 - horizon)
				ripple := math.Sin(v*420/(0.3+deep)+math.Sin(u*23+seed)*2) * math.Sin(u*70*(1.4-deep)+v*90+seed)
				aside := (u - sunX) / (0.05 + 0.16*deep)
				path := math.Exp(-aside * aside)
				c = mix(sc.ground[0], sc.ground[1], deep)
				c = mix(c, sc.light, max(0, 0.10*ripple)+path*max(0, 0.25+0.5*ripple))
			}
			if !sc.water {
				for k, g := range sc.ground {
					if v > ridge(sc, u, horizon, k, seed) {
						c = mix(g, sc.glow, 0.18*(1-v))
						if sc.town && k > 0 && window(u, v, k, seed) {
							c = sc.light
						}
					}
				}
			} else if v > ridge(sc, u, horizon, 0, seed)+0.03 && v <= horizon {
				c = mix(sc.ground[1], sc.glow, 0.35)
			}
			img.SetRGBA(x, y, c)
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// ridge is the height of layer k at u: hills, or the roofs of a town.
func ridge(sc scene, u, horizon float64, k int, seed float64) float64 {
	depth := float64(k)
	h := horizon - 0.06 + depth*0.11
	if sc.town && k > 0 {
		block := math.Floor(u * (14 + 5*depth))
		return h + 0.07*math.Sin(block*2.3*seed+depth) + 0.03*math.Sin(block*7.1)
	}
	return h + 0.05*math.Sin(u*(4+depth*1.5)+seed*(1+depth)) + 0.02*math.Sin(u*(11+3*depth)+seed*2) + 0.004*math.Sin(u*90+depth*4)
}

// window says whether a lit window is at that point of a town's layer.
func window(u, v float64, k int, seed float64) bool {
	cols, rows := u*pictureWidth/13, v*pictureHeight/15
	fu, fv := cols-math.Floor(cols), rows-math.Floor(rows)
	lit := math.Sin(math.Floor(cols)*12.9+math.Floor(rows)*78.2+seed*float64(k)) * 43758.5
	return fu > 0.35 && fu < 0.7 && fv > 0.3 && fv < 0.75 && lit-math.Floor(lit) > 0.78
}

func rgb(hex uint32) color.RGBA {
	return color.RGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 255}
}

func mix(a, b color.RGBA, t float64) color.RGBA {
	t = max(0, min(1, t))
	one := func(x, y uint8) uint8 { return uint8(float64(x)*(1-t) + float64(y)*t) }
	return color.RGBA{R: one(a.R, b.R), G: one(a.G, b.G), B: one(a.B, b.B), A: 255}
}
