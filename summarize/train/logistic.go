package main

import "math"

// logistic is logistic regression by Newton's method, with a penalty on large
// weights. The first feature is the constant, which is not penalised.
func logistic(s sample, penalty float64) []float64 {
	n := len(s.x[0])
	w := make([]float64, n)
	for range 8 {
		a := make([][]float64, n)
		for i := range a {
			a[i] = make([]float64, n+1)
		}
		for k, row := range s.x {
			z := 0.0
			for i, v := range row {
				z += w[i] * v
			}
			p := 1 / (1 + math.Exp(-z))
			curve := s.weight[k] * math.Max(p*(1-p), 1e-6)
			for i, v := range row {
				if v == 0 {
					continue
				}
				for j, u := range row {
					a[i][j] += curve * v * u
				}
				a[i][n] += s.weight[k] * v * (s.y[k] - p)
			}
		}
		for i := range a {
			if i > 0 {
				a[i][i] += penalty
				a[i][n] -= penalty * w[i]
			} else {
				a[i][i] += 1e-9
			}
		}
		for i, d := range solve(a) {
			w[i] += d
		}
	}
	return w
}
