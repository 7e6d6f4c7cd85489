'use strict';
/* What is asked about chats, contacts and messages from outside their classes. */

__d('WAWebChatGetters', (require, module, exports) => {
  exports.getId = (chat) => chat.id;
  exports.getName = (chat) => chat.name;
  exports.getT = (chat) => chat.t;
  exports.getUnreadCount = (chat) => chat.unreadCount;
  exports.getHasUnread = (chat) => chat.unreadCount !== 0;
  exports.getIsUser = (chat) => chat.id.isUser();
  exports.getIsGroup = (chat) => chat.id.isGroup();
  exports.getIsBroadcast = (chat) => chat.id.isBroadcast();
  exports.getIsNewsletter = (chat) => chat.id.isNewsletter();
  exports.getIsPSA = (chat) => chat.id.isPSA();
  exports.getIsBot = (chat) => chat.id.isBot();
});

__d('WAWebFrontendChatGetters', (require, module, exports) => {
  exports.getShouldAppearInList = () => true;
  exports.getPreviewMessage = (chat) => chat.msgs.last();
  exports.getShowChangeNumberNotification = () => false;
  exports.getShouldShowUnreadDivider = (chat) => chat.unreadCount > 0;
  exports.getFormattedTitle = (chat) => chat.formattedTitle;
  exports.getContact = (chat) => chat.contact;
  exports.getMsgs = (chat) => chat.msgs;
  exports.getPresence = (chat) => chat.presence;
});

__d('WAWebContactGetters', (require, module, exports) => {
  const isMe = (contact) => require('WAWebUserPrefsMeUser').isMeAccount(contact.id);
  Object.assign(exports, {
    getId: (contact) => contact.id,
    getPushname: (contact) => contact.pushname,
    getName: (contact) => contact.name,
    getShortName: (contact) => contact.shortName,
    getNotifyName: (contact) => contact.pushname,
    getPremiumMessageName: () => undefined,
    getVerifiedName: () => undefined,
    getVerifiedLevel: () => undefined,
    getUserid: (contact) => contact.id.user,
    getStatusMute: () => false,
    getIsMe: isMe,
    getIsUser: (contact) => contact.id.isUser(),
    getIsGroup: (contact) => contact.id.isGroup(),
    getIsBroadcast: (contact) => contact.id.isBroadcast(),
    getIsNewsletter: (contact) => contact.id.isNewsletter(),
    getIsPSA: (contact) => contact.id.isPSA(),
    getIsIAS: () => false,
    getIsSupportAccount: () => false,
    getIsWAContact: () => true,
    getIsBusiness: () => false,
    getIsEnterprise: () => false,
    getCanRequestPhoneNumber: () => false,
    getShowBusinessCheckmarkAsPrimary: () => false,
    getShowBusinessCheckmarkAsSecondary: () => false,
    getShowBusinessCheckmarkInChatlist: () => false,
    getIsDisplayNameApproved: () => true,
    getShouldForceBusinessUpdate: () => false,
  });
});

__d('WAWebFrontendContactGetters', (require, module, exports) => {
  const phone = (contact) => `+${contact.id.user}`;
  const named = (contact) => contact.name ?? contact.pushname ?? phone(contact);
  Object.assign(exports, {
    getPhoneNumber: (contact) => contact.phoneNumber,
    getTextStatusString: () => undefined,
    getPnForLid: () => undefined,
    getUserDisplayNameForLid: named,
    getFormattedUsernameOrPhone: phone,
    getDisplayName: named,
    getSearchName: named,
    getFormattedName: named,
    getFormattedShortName: named,
    getFormattedShortNameWithNonBreakingSpaces: named,
    getFormattedUser: phone,
    getIsMyContact: (contact) => contact.name !== undefined,
    getSearchVerifiedName: () => undefined,
    getHeader: named,
    getIsContactBlocked: () => false,
  });
});

__d('WAWebMsgGetters', (require, module, exports) => {
  exports.getId = (msg) => msg.id;
  exports.getType = (msg) => msg.type;
  exports.getAck = (msg) => msg.ack;
  exports.getT = (msg) => msg.t;
  exports.getIsUnreadType = (msg) => !['protocol', 'revoked'].includes(msg.type);
  exports.getIsSentByMe = (msg) => msg.id.fromMe;
  exports.getSender = (msg) => msg.author ?? msg.from;
  exports.getHasReaction = (msg) => Boolean(msg.reactions?.length);
});

__d('WAWebGetEphemeralFieldsMsgActionsUtils', (require, module, exports) => {
  exports.getEphemeralFields = () => ({});
});
