// What the account sees. An answer has to fit into one record of a topic.
const queries = (() => {
  const LONGEST_TEXT = 4_000; // characters
  const LARGEST_ANSWER = 500_000; // characters of JSON

  /** As many as fit. */
  function bounded(items) {
    const fitting = [];
    let size = 0;
    for (const item of items) {
      size += JSON.stringify(item).length;
      if (size > LARGEST_ANSWER) break;
      fitting.push(item);
    }
    return fitting;
  }

  const shortened = (message) => (message.text?.length > LONGEST_TEXT ? { ...message, text: message.text.slice(0, LONGEST_TEXT), shortened: true } : message);
  const time = (seconds) => (seconds ? new Date(seconds * 1000).toISOString() : undefined);

  async function chatList({ limit }) {
    const list = await WPP.chat.list({ count: limit });
    return list.map((chat) => ({
      chatId: text(chat.id),
      name: chat.name ?? chat.formattedTitle ?? chat.contact?.name,
      group: chat.id.isGroup(),
      unread: chat.unreadCount ?? 0,
      lastMessageAt: time(chat.t),
    }));
  }

  async function messages({ chat, before, limit }) {
    const opened = await chats.open(chat);
    const options = { count: limit };
    if (before) Object.assign(options, { id: text((await chats.message(opened, before)).id), direction: 'before' });
    const list = await WPP.chat.getMessages(opened.id, options);
    return list
      .filter((message) => !NOT_TOLD.has(message.type))
      .map((message) => shortened({ ...described(message), timestamp: time(message.t) }));
  }

  async function contacts({ limit }) {
    const list = await WPP.contact.list();
    return list.slice(0, limit).map((contact) => ({
      chatId: text(contact.id),
      name: contact.name,
      pushName: contact.pushname,
      saved: Boolean(contact.isAddressBookContact ?? contact.name),
    }));
  }

  async function groups({ limit }) {
    const list = await WPP.group.getAllGroups();
    return list.slice(0, limit).map((group) => ({
      chatId: text(group.id),
      name: group.name ?? group.groupMetadata?.subject ?? group.formattedTitle,
      participants: group.groupMetadata?.participants?.length,
    }));
  }

  async function picture({ chat }) {
    const chatId = await chats.address(chat);
    const url = await WPP.contact.getProfilePictureUrl(chatId);
    return url ? [{ chatId, url }] : [];
  }

  const subjects = { chats: chatList, messages, contacts, groups, picture };

  return { query: async (call) => done(bounded(await subjects[call.what](call))) };
})();
