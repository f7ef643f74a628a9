// Package demotest drives the demo's chat page as a person does, in headless
// Chromium, for tests:
//
//	b := demotest.Open(t, d.PageURL()) // skips the test where there is no Chromium
//	b.Start()
//	b.Send("/subscribe " + d.SiteURL() + "/en/")
//	b.See("Three Rivers Courier")
//	b.Press("Summary")
//	b.Shot("summary")
//
// Every method waits for what it needs and fails the test with what the page
// showed instead; none of them sleeps. It knows the page, not the bot.
package demotest
