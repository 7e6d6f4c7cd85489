'use strict';
/* Media on their way: to the server, from it, and as a reference in a message. */

__d('sim/media-contents', (require, module) => {
  const TYPES = new Set(['image', 'video', 'audio', 'ptt', 'document', 'sticker']);
  const { decodeB64, encodeB64 } = require('WABase64');
  const path = (sha256) => `/media/${sha256}`;
  const hex = (base64) =>
    [...new Uint8Array(decodeB64(base64))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const base64 = (digits) => encodeB64(Uint8Array.from(digits.match(/../g), (byte) => Number.parseInt(byte, 16)));

  module.exports = {
    isMedia: (type) => TYPES.has(type),
    path,
    hex,

    encode(msg) {
      if (!TYPES.has(msg.type) || !msg.filehash) {
        return {};
      }
      return {
        media: {
          sha256: hex(msg.filehash),
          size: msg.size,
          mimetype: msg.mimetype,
          filename: msg.filename,
          duration: msg.duration,
          width: msg.fullWidth,
          height: msg.fullHeight,
          viewOnce: msg.isViewOnce || undefined,
          gif: msg.isGif || undefined,
          waveform: msg.waveform && encodeB64(msg.waveform),
        },
      };
    },

    decode({ media }) {
      if (!media) {
        return {};
      }
      const filehash = base64(media.sha256);
      return {
        filehash,
        encFilehash: filehash, // bytes are not encrypted here
        directPath: path(media.sha256),
        size: media.size,
        mimetype: media.mimetype,
        filename: media.filename,
        duration: media.duration,
        fullWidth: media.width,
        fullHeight: media.height,
        isViewOnce: media.viewOnce ?? false,
        isGif: media.gif ?? false,
        waveform: media.waveform && new Uint8Array(decodeB64(media.waveform)),
      };
    },
  };
});

__d('WAWebMediaMmsV4Upload', (require, module, exports) => {
  exports.UploadMediaResultKind = { SUCCESS: 'success' };

  /** Brings the bytes of a media object to the server; answers where they are. */
  exports.uploadMedia = async ({ mediaObject }) => {
    const uploaded = await require('WAWebUploadManager').encryptAndUpload({
      blob: mediaObject.mediaBlob.forceToBlob(),
      type: mediaObject.type,
    });
    const mediaEntry = { ...uploaded, mmsUrl: uploaded.url, deprecatedMms3Url: uploaded.url };
    return { kind: exports.UploadMediaResultKind.SUCCESS, mediaEntry };
  };
});

__d('WAWebUploadManager', (require, module) => {
  module.exports = {
    async encryptAndUpload({ blob, signal }) {
      const response = await fetch('/media', { method: 'POST', body: blob, signal });
      if (!response.ok) {
        throw new Error(`the upload failed with ${response.status}`);
      }
      const { sha256 } = await response.json();
      const { decode, path } = require('sim/media-contents');
      const { filehash } = decode({ media: { sha256 } });
      const url = new URL(path(sha256), location.href).href;
      return { url, directPath: path(sha256), filehash, encFilehash: filehash, uploadHash: filehash };
    },
  };
});

__d('WAWebStartMediaUploadQpl', (require, module, exports) => {
  exports.startMediaUploadQpl = () => ({});
});

__d('WAWebDownloadManager', (require, module, exports) => {
  exports.downloadManager = {
    /** The bytes, checked against their hash. @throws with the status where the server has none */
    async downloadAndMaybeDecrypt({ directPath, filehash, signal }) {
      const response = await fetch(directPath, { signal });
      if (!response.ok) {
        throw Object.assign(new Error(`the download failed with ${response.status}`), { status: response.status });
      }
      const bytes = await response.arrayBuffer();
      const digest = require('WABase64').encodeB64(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
      if (digest !== filehash) {
        throw new Error('what was downloaded is not what was sent');
      }
      return bytes;
    },
  };
});

__d('sim/media', (require, module) => {
  const cache = () => require('WAWebMediaInMemoryBlobCache').InMemoryMediaBlobCache;

  module.exports = {
    /** Gives a message that refers to media its media data. */
    attach(msg) {
      if (!msg.filehash) {
        return;
      }
      const { mediaBlob, ...attributes } = msg.attributes;
      delete msg.attributes.mediaBlob;
      const names = ['type', 'mimetype', 'size', 'filehash', 'directPath', 'filename', 'duration', 'waveform',
        'fullWidth', 'fullHeight', 'isGif', 'isViewOnce'];
      const known = Object.fromEntries(names.map((name) => [name, attributes[name]]));
      const mediaObject = require('WAWebMediaStorage').getOrCreateMediaObject(attributes.filehash);
      mediaObject.consolidate({ ...known, mediaBlob });
      msg.addChild('mediaData', new (require('WAWebMediaData'))(known));
      Object.defineProperty(msg, 'mediaObject', { value: mediaObject, enumerable: false, configurable: true });
    },

    detach(msg) {
      delete msg.mediaData;
      delete msg.mediaObject;
    },

    /** Fetches the bytes, unless they are here. What the server does not have any more is told by the stage. */
    async download({ mediaData, filehash, directPath, mimetype }) {
      if (!cache().has(filehash)) {
        mediaData.set('mediaStage', 'FETCHING');
        try {
          const bytes = await require('WAWebDownloadManager').downloadManager.downloadAndMaybeDecrypt({
            directPath,
            filehash,
          });
          cache().put(filehash, new Blob([bytes], { type: mimetype }));
        } catch (error) {
          mediaData.set('mediaStage', error.status === 404 ? 'ERROR_MISSING' : 'ERROR_UNKNOWN');
          if (error.status !== 404) {
            throw error;
          }
          return;
        }
      }
      mediaData.set('mediaStage', 'RESOLVED');
    },
  };
});

/** Sends messages whose bytes have yet to be uploaded. */
__d('sim/outbox-media', (require, module) => {
  const { SendMsgResult } = require('WAWebSendMsgResultAction');

  async function upload(msg) {
    msg.mediaData.set('mediaStage', 'UPLOADING');
    const { mediaObject, mimetype, type: mediaType } = msg;
    const { mediaEntry } = await require('WAWebMediaMmsV4Upload').uploadMedia({ mimetype, mediaObject, mediaType });
    mediaObject.clearBlob();
    const { directPath, encFilehash, mmsUrl } = mediaEntry;
    msg.set({ directPath, encFilehash, clientUrl: mmsUrl, deprecatedMms3Url: mmsUrl });
    msg.mediaData.set({ directPath, encFilehash, mediaStage: 'EXISTS' });
  }

  module.exports = {
    async send(chat, raw) {
      const action = require('WAWebSendMsgChatAction');
      const msg = require('sim/sending').add(chat, raw);
      try {
        if (!msg.directPath) {
          await upload(msg);
        }
      } catch {
        msg.mediaData.set('mediaStage', 'ERROR_UNKNOWN');
        msg.updateAck(-1);
        return { messageSendResult: SendMsgResult.ERROR_UPLOAD, t: msg.t, count: null };
      }
      const [, sent] = action.addAndSendMsgToChat(chat, msg);
      return sent;
    },
  };
});
