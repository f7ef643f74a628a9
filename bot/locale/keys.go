package locale

// Key names one sentence, label or list of words of the bot. The catalogues
// (active.en.json, active.uk.json, active.ru.json) hold each under its name; a
// test compares them with this list and this list with the code that uses it.
type Key string

// Buttons.
const (
	ButtonSummary Key = "ButtonSummary"
	ButtonQuotes  Key = "ButtonQuotes"
	ButtonOpen    Key = "ButtonOpen"
	ButtonChanges Key = "ButtonChanges"
	ButtonUndo    Key = "ButtonUndo"
	ButtonBack    Key = "ButtonBack"
	ButtonAll     Key = "ButtonAll"
	ButtonShorter Key = "ButtonShorter"
	ButtonLonger  Key = "ButtonLonger"
)

// Articles and what is made of them.
const (
	ReadingTime    Key = "ReadingTime"
	Omitted        Key = "Omitted"
	ByExtract      Key = "ByExtract"
	ByModel        Key = "ByModel"
	ByExtracts     Key = "ByExtracts"
	SeveralTitle   Key = "SeveralTitle"
	SummaryEmpty   Key = "SummaryEmpty"
	QuotesNone     Key = "QuotesNone"
	QuotesMore     Key = "QuotesMore"
	Reportedly     Key = "Reportedly"
	SpeakerUnknown Key = "SpeakerUnknown"
	InContext      Key = "InContext"
	Updated        Key = "Updated"
	TitleWas       Key = "TitleWas"
	ChangesSince   Key = "ChangesSince"
	ChangesMore    Key = "ChangesMore"
	ChangesNone    Key = "ChangesNone"
	Untitled       Key = "Untitled"
	Months         Key = "Months"
	DateThisYear   Key = "DateThisYear"
	DateOtherYear  Key = "DateOtherYear"
)

// First words and help.
const (
	StartPrivate   Key = "StartPrivate"
	StartUnknown   Key = "StartUnknown"
	HelpPrivate    Key = "HelpPrivate"
	HelpGroup      Key = "HelpGroup"
	HelloGroup     Key = "HelloGroup"
	HelloChannel   Key = "HelloChannel"
	Hint           Key = "Hint"
	UnknownCommand Key = "UnknownCommand"
	CancelNothing  Key = "CancelNothing"
	RightsLost     Key = "RightsLost"
)

// Descriptions in Telegram's list of commands.
const (
	CommandSubscribe   Key = "CommandSubscribe"
	CommandUnsubscribe Key = "CommandUnsubscribe"
	CommandList        Key = "CommandList"
	CommandSummary     Key = "CommandSummary"
	CommandQuotes      Key = "CommandQuotes"
	CommandSettings    Key = "CommandSettings"
	CommandLanguage    Key = "CommandLanguage"
	CommandHelp        Key = "CommandHelp"
)

// Subscriptions.
const (
	SubscribeUsage    Key = "SubscribeUsage"
	Subscribed        Key = "Subscribed"
	LatestThere       Key = "LatestThere"
	NothingThere      Key = "NothingThere"
	AlreadySubscribed Key = "AlreadySubscribed"
	ChooseFeed        Key = "ChooseFeed"
	ChooseStale       Key = "ChooseStale"
	TooManyAddresses  Key = "TooManyAddresses"
	Unsubscribed      Key = "Unsubscribed"
	Restored          Key = "Restored"
	UndoTooLate       Key = "UndoTooLate"
	NotSubscribed     Key = "NotSubscribed"
	ListTitle         Key = "ListTitle"
	ListHint          Key = "ListHint"
	ListEmpty         Key = "ListEmpty"
)

// Articles on request.
const (
	NothingYet     Key = "NothingYet"
	NothingInReply Key = "NothingInReply"
	FileTooLarge   Key = "FileTooLarge"
	OrSubscribe    Key = "OrSubscribe"
)

// Settings.
const (
	SettingsTitle   Key = "SettingsTitle"
	SettingLength   Key = "SettingLength"
	SettingMedia    Key = "SettingMedia"
	SettingModel    Key = "SettingModel"
	SettingSound    Key = "SettingSound"
	SettingZone     Key = "SettingZone"
	SettingLanguage Key = "SettingLanguage"
	LengthShort     Key = "LengthShort"
	LengthNormal    Key = "LengthNormal"
	LengthLong      Key = "LengthLong"
	ButtonShort     Key = "ButtonShort"
	ButtonNormal    Key = "ButtonNormal"
	ButtonLong      Key = "ButtonLong"
	MediaPreview    Key = "MediaPreview"
	MediaPicture    Key = "MediaPicture"
	MediaAlbum      Key = "MediaAlbum"
	MediaNone       Key = "MediaNone"
	ButtonPreview   Key = "ButtonPreview"
	ButtonPicture   Key = "ButtonPicture"
	ButtonAlbum     Key = "ButtonAlbum"
	ButtonWords     Key = "ButtonWords"
	ModelAllowed    Key = "ModelAllowed"
	ModelRefused    Key = "ModelRefused"
	SoundOn         Key = "SoundOn"
	SoundOff        Key = "SoundOff"
	ZoneChoose      Key = "ZoneChoose"
	ZoneUnknown     Key = "ZoneUnknown"
	ZoneCities      Key = "ZoneCities"
	LanguageName    Key = "LanguageName"
	LanguageChoose  Key = "LanguageChoose"
	LanguageSet     Key = "LanguageSet"
	LanguageAuto    Key = "LanguageAuto"
)

// Refusals and failures.
const (
	AdminsOnly          Key = "AdminsOnly"
	NotAllowed          Key = "NotAllowed"
	Busy                Key = "Busy"
	Stale               Key = "Stale"
	JustAnswered        Key = "JustAnswered"
	Apology             Key = "Apology"
	ErrorBadURL         Key = "ErrorBadURL"
	ErrorUnreachable    Key = "ErrorUnreachable"
	ErrorTimeout        Key = "ErrorTimeout"
	ErrorRefused        Key = "ErrorRefused"
	ErrorGone           Key = "ErrorGone"
	ErrorServer         Key = "ErrorServer"
	ErrorLogin          Key = "ErrorLogin"
	ErrorTooLarge       Key = "ErrorTooLarge"
	ErrorPrivateAddress Key = "ErrorPrivateAddress"
	ErrorRedirects      Key = "ErrorRedirects"
	ErrorNoFeed         Key = "ErrorNoFeed"
	ErrorNoArticle      Key = "ErrorNoArticle"
	ErrorNotReadable    Key = "ErrorNotReadable"
	ErrorNoText         Key = "ErrorNoText"
)
