package storagetest

func cleaningPromises() []promise { return nil }
