package storagetest

func modelPromises() []promise { return nil }
