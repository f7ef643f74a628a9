package storagetest

func recordPromises() []promise { return nil }
