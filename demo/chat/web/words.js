// The page's own words, in the languages that the person can choose.

const en = {
  locale: "en-GB", lang: "en",
  about: "Everything here runs on this computer: a Bot API emulator, a sample news site and the bot. Nothing leaves it.",
  aboutModel: "Everything here runs on this computer: a Bot API emulator, a sample news site and the bot. The language model {model} gets the articles that you ask it about.",
  site: "Open the sample news site", chats: "Chats", messages: "Messages", you: "You",
  write: "Write a message…", post: "Broadcast a message…", send: "Send", attach: "Attach a document", back: "Back to the chats", theme: "Light or dark",
  start: "START", bot: "bot", typing: "typing", members: { one: "member", other: "members" }, subscribers: { one: "subscriber", other: "subscribers" }, blocked: "blocked",
  language: "Your language", block: "Block", unblock: "Unblock", admin: "I am an administrator",
  edited: "edited", reply: "Reply", copy: "Copy", copied: "Copied", forward: "Forward to the bot", forwarded: "Forwarded from",
  cancelReply: "Do not reply", newest: "To the newest message", expand: "Show the whole quotation", collapse: "Show less", photo: "Picture", document: "Document",
  lost: "The demo has stopped. Start it again and this page goes on.", none: "No messages here yet", today: "Today", actions: "Actions for the message", try: "Try", tooBig: "The file is larger than 10 MB.",
  silent: "without sound", joined: "joined the chat", left: "left the chat",
};

const uk = {
  locale: "uk-UA", lang: "uk",
  about: "Усе тут працює на цьому комп’ютері: емулятор Bot API, зразковий сайт новин і сам бот. Назовні нічого не йде.",
  aboutModel: "Усе тут працює на цьому комп’ютері: емулятор Bot API, зразковий сайт новин і сам бот. Мовна модель {model} отримує статті, про які ви питаєте.",
  site: "Відкрити зразковий сайт новин", chats: "Чати", messages: "Повідомлення", you: "Ви",
  write: "Написати повідомлення…", post: "Написати в канал…", send: "Надіслати", attach: "Прикріпити документ", back: "До чатів", theme: "Світла чи темна",
  start: "РОЗПОЧАТИ", bot: "бот", typing: "пише", members: { one: "учасник", few: "учасники", other: "учасників" }, subscribers: { one: "підписник", few: "підписники", other: "підписників" }, blocked: "заблоковано",
  language: "Ваша мова", block: "Заблокувати", unblock: "Розблокувати", admin: "Я адміністратор",
  edited: "змінено", reply: "Відповісти", copy: "Копіювати", copied: "Скопійовано", forward: "Переслати боту", forwarded: "Переслано від",
  cancelReply: "Не відповідати", newest: "До найновішого", expand: "Показати всю цитату", collapse: "Згорнути", photo: "Світлина", document: "Документ",
  lost: "Демо зупинено. Запустіть його знову, і сторінка продовжить.", none: "Тут ще немає повідомлень", today: "Сьогодні", actions: "Дії з повідомленням", try: "Спробуйте", tooBig: "Файл більший за 10 МБ.",
  silent: "без звуку", joined: "тепер у чаті", left: "більше не в чаті",
};

const ru = {
  locale: "ru-RU", lang: "ru",
  about: "Всё здесь работает на этом компьютере: эмулятор Bot API, образцовый сайт новостей и сам бот. Наружу ничего не уходит.",
  aboutModel: "Всё здесь работает на этом компьютере: эмулятор Bot API, образцовый сайт новостей и сам бот. Языковая модель {model} получает статьи, о которых вы спрашиваете.",
  site: "Открыть образцовый сайт новостей", chats: "Чаты", messages: "Сообщения", you: "Вы",
  write: "Написать сообщение…", post: "Написать в канал…", send: "Отправить", attach: "Прикрепить документ", back: "К чатам", theme: "Светлая или тёмная",
  start: "НАЧАТЬ", bot: "бот", typing: "печатает", members: { one: "участник", few: "участника", other: "участников" }, subscribers: { one: "подписчик", few: "подписчика", other: "подписчиков" }, blocked: "заблокировано",
  language: "Ваш язык", block: "Заблокировать", unblock: "Разблокировать", admin: "Я администратор",
  edited: "изменено", reply: "Ответить", copy: "Копировать", copied: "Скопировано", forward: "Переслать боту", forwarded: "Переслано от",
  cancelReply: "Не отвечать", newest: "К самому новому", expand: "Показать всю цитату", collapse: "Свернуть", photo: "Фото", document: "Документ",
  lost: "Демо остановлено. Запустите его снова, и страница продолжит.", none: "Здесь пока нет сообщений", today: "Сегодня", actions: "Действия с сообщением", try: "Попробуйте", tooBig: "Файл больше 10 МБ.",
  silent: "без звука", joined: "теперь в чате", left: "больше не в чате",
};

export const words = (lang) => ({ en, uk, ru })[lang] || en;

// count is a number with its noun in the right form.
export function count(n, forms, locale) {
  return n.toLocaleString(locale) + " " + (forms[new Intl.PluralRules(locale).select(n)] || forms.other);
}
