'use strict';
/* Messages, contacts and presence. */

__d('WAWebMsgModel', (require, module, exports) => {
  const { BaseModel, defineModel } = require('WAWebBaseModel');
  const MsgKey = require('WAWebMsgKey');
  const { createWid } = require('WAWebWidFactory');

  class Msg extends BaseModel {
    static defaults() {
      return { type: 'chat', ack: 0, body: '', isNewMsg: false, star: false, kind: 'unknown' };
    }

    initialize() {
      this.attributes.id = MsgKey.from(this.attributes.id);
      for (const name of ['from', 'to', 'author']) {
        if (this.attributes[name]) {
          this.attributes[name] = createWid(this.attributes[name]);
        }
      }
      if (typeof this.latestEditMsgKey === 'string') {
        this.attributes.latestEditMsgKey = MsgKey.fromString(this.latestEditMsgKey);
      }
      require('sim/media').attach(this);
      this.attributes.hasReaction = Boolean(this.reactions?.length);
    }

    /** An ack only rises; a failure counts while nothing better is known. */
    updateAck(ack) {
      if (ack > this.ack || (ack < 0 && this.ack === 0)) {
        this.set('ack', ack);
      }
    }

    /** What a reply to this message carries of it. */
    msgContextInfo() {
      const { type, body, caption } = this;
      const quotedParticipant = require('WAWebMsgGetters').getSender(this);
      return { quotedMsg: { type, body, caption }, quotedStanzaID: this.id.id, quotedParticipant };
    }

    getCollection() {
      return require('WAWebMsgCollection').MsgCollection;
    }

    downloadMedia() {
      return require('sim/media').download(this);
    }

    waitForPrep() {
      return Promise.resolve();
    }

    isUnsentPhoneMsg() {
      return false;
    }
  }

  defineModel(Msg, 'msg', [
    'id', 'body', 'type', 'subtype', 't', 'from', 'to', 'author', 'self', 'ack', 'isNewMsg', 'local', 'star',
    'notifyName', 'caption', 'viewed', 'kind', 'isForwarded', 'forwardingScore', 'mentionedJidList', 'serverId', 'rowId',
    'quotedMsg', 'quotedStanzaID', 'quotedParticipant', 'latestEditMsgKey', 'latestEditSenderTimestampMs',
    'reactions', 'hasReaction', 'protocolMessageKey', 'revokeTimestamp', 'lat', 'lng', 'loc', 'clientUrl', 'isLive',
    'mimetype', 'size', 'filename', 'filehash', 'encFilehash', 'directPath', 'deprecatedMms3Url', 'duration', 'waveform',
    'fullWidth', 'fullHeight', 'isViewOnce', 'isGif', 'vcardFormattedName', 'vcardList', 'pollName', 'pollOptions', 'pollSelectableOptionsCount', 'votes',
  ]);
  Object.defineProperty(Msg.prototype, 'isSentByMe', { get: isFromMe, configurable: true });
  Object.defineProperty(Msg.prototype, 'sender', { get: senderOf, configurable: true });
  Object.defineProperty(Msg.prototype, 'senderObj', { get: senderContact, configurable: true });
  Object.defineProperty(Msg.prototype, 'isStatusV3', { get: () => false, configurable: true });
  Object.defineProperty(Msg.prototype, 'isEphemeral', { get: () => false, configurable: true });

  function isFromMe() {
    return Boolean(this.attributes?.id?.fromMe);
  }

  function senderOf() {
    return this.attributes?.author ?? this.attributes?.from;
  }

  function senderContact() {
    const sender = senderOf.call(this);
    return sender && require('WAWebContactCollection').ContactCollection.gadd(sender);
  }

  exports.Msg = Msg;
});

__d('WAWebContactModel', (require, module) => {
  const { BaseModel, defineModel } = require('WAWebBaseModel');
  const { createWid } = require('WAWebWidFactory');

  class Contact extends BaseModel {
    static defaults() {
      return { type: 'in', isBusiness: false, isEnterprise: false, isContactSyncCompleted: 1 };
    }

    initialize() {
      this.attributes.id = createWid(this.attributes.id);
    }
  }

  defineModel(Contact, 'contact', [
    'id', 'name', 'pushname', 'shortName', 'type', 'phoneNumber', 'isBusiness', 'isEnterprise', 'isContactSyncCompleted',
  ]);
  module.exports = Contact;
});

__d('WAWebPresenceModel', (require, module, exports) => {
  const { BaseModel, defineModel } = require('WAWebBaseModel');
  const Collection = require('WAWebCollection');
  const { createWid } = require('WAWebWidFactory');

  class Chatstate extends BaseModel {}
  defineModel(Chatstate, 'chatstate', ['id', 'type', 't', 'deny']);

  class ChatstateCollection extends Collection {
    static model = Chatstate;
  }

  class Presence extends BaseModel {
    static defaults() {
      return { isOnline: false, hasData: false, isSubscribed: false };
    }

    initialize() {
      this.attributes.id = createWid(this.attributes.id);
      this.set({ isUser: this.id.isUser(), isGroup: this.id.isGroup() }, { silent: true });
      this.addChild('chatstate', new Chatstate({ id: this.id }));
      Object.defineProperty(this, 'chatstates', { value: new ChatstateCollection(), enumerable: false });
    }

    async subscribe() {
      this.set('isSubscribed', true);
    }
  }
  defineModel(Presence, 'presence', ['id', 'isOnline', 'hasData', 'isUser', 'isGroup', 'isSubscribed']);

  exports.Chatstate = Chatstate;
  exports.ChatstateCollection = ChatstateCollection;
  exports.Presence = Presence;
});
