package storagetest

func chatPromises() []promise { return nil }
