package main

import "math"

// ridge is linear regression with a penalty on large weights: it solves
// (XᵀX + λI) w = Xᵀy. The first feature is the constant, which is not
// penalised.
func ridge(s sample, penalty float64) []float64 {
	n := len(s.x[0])
	a := make([][]float64, n)
	for i := range a {
		a[i] = make([]float64, n+1)
	}
	for k, row := range s.x {
		for i := range row {
			if row[i] == 0 {
				continue
			}
			v := s.weight[k] * row[i]
			for j := range row {
				a[i][j] += v * row[j]
			}
			a[i][n] += v * s.y[k]
		}
	}
	for i := range a {
		if i > 0 {
			a[i][i] += penalty
		} else {
			a[i][i] += 1e-9
		}
	}
	return solve(a)
}

// solve is Gauss's elimination with the largest pivot.
func solve(a [][]float64) []float64 {
	n := len(a)
	for c := range n {
		p := c
		for r := c + 1; r < n; r++ {
			if math.Abs(a[r][c]) > math.Abs(a[p][c]) {
				p = r
			}
		}
		a[c], a[p] = a[p], a[c]
		if math.Abs(a[c][c]) < 1e-12 {
			continue
		}
		for r := range n {
			if r == c {
				continue
			}
			f := a[r][c] / a[c][c]
			for k := c; k <= n; k++ {
				a[r][k] -= f * a[c][k]
			}
		}
	}
	w := make([]float64, n)
	for i := range w {
		if math.Abs(a[i][i]) > 1e-12 {
			w[i] = a[i][n] / a[i][i]
		}
	}
	return w
}
