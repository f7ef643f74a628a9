package storagetest

func articlePromises() []promise { return nil }
