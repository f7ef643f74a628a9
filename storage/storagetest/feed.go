package storagetest

func feedPromises() []promise { return nil }
