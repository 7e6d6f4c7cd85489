'use strict';
/* Chats, and the messages in them. */

__d('WAWebChatMsgsCollection', (require, module, exports) => {
  const Collection = require('WAWebCollection');
  const { Msg } = require('WAWebMsgModel');

  exports.ChatMsgsCollection = class ChatMsgsCollection extends Collection {
    static model = Msg;

    get msgLoadState() {
      return { noEarlierMsgs: true, isLoadingEarlierMsgs: false, contextLoaded: true };
    }
  };
});

__d('WAWebSuperChatMsgs', (require, module) => {
  const { BaseModel } = require('WAWebBaseModel');

  /** What chats and broadcast lists have in common. */
  module.exports = class SuperChatMsgs extends BaseModel {
    onEmptyMRM() {
      throw new Error('this kind of chat has no empty message range');
    }
  };
});

__d('WAWebChatModel', (require, module, exports) => {
  const SuperChatMsgs = require('WAWebSuperChatMsgs');
  const { defineModel } = require('WAWebBaseModel');
  const { createWid } = require('WAWebWidFactory');

  class Chat extends SuperChatMsgs {
    static defaults() {
      return { unreadCount: 0, archive: false, pin: 0, muteExpiration: 0, isReadOnly: false, t: 0 };
    }

    initialize() {
      const MsgKey = require('WAWebMsgKey');
      this.attributes.id = createWid(this.attributes.id);
      if (this.attributes.lastReceivedKey) {
        this.attributes.lastReceivedKey = MsgKey.from(this.attributes.lastReceivedKey);
      }
      const { ChatMsgsCollection } = require('WAWebChatMsgsCollection');
      this.addChild('presence', require('WAWebPresenceCollection').PresenceCollection.gadd(this.id));
      const parts = {
        msgs: new ChatMsgsCollection(),
        contact: require('WAWebContactCollection').ContactCollection.gadd(this.id),
        mute: { expiration: 0, isMuted: false },
      };
      if (this.id.isGroup()) {
        parts.groupMetadata = require('WAWebGroupMetadataCollection').gadd(this.id);
      }
      for (const [name, value] of Object.entries(parts)) {
        Object.defineProperty(this, name, { value, enumerable: false, configurable: true });
      }
    }

    onEmptyMRM() {}

    serialize() {
      return { ...super.serialize(), msgs: this.msgs.serialize() };
    }
  }

  defineModel(Chat, 'chat', [
    'id', 'name', 't', 'unreadCount', 'archive', 'pin', 'muteExpiration', 'isReadOnly', 'lastReceivedKey', 'active',
    'pausedTimerId', 'pendingAction',
  ]);
  Object.defineProperty(Chat.prototype, 'formattedTitle', {
    get() {
      return this.attributes?.name ?? this.contact?.pushname ?? (this.id && `+${this.id.user}`);
    },
    configurable: true,
  });
  Object.defineProperty(Chat.prototype, 'isParentGroup', { get: () => false, configurable: true });
  exports.Chat = Chat;
});
