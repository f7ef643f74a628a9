package storagetest

func subscriptionPromises() []promise { return nil }
