/** The settings about TLS, a second listener and other web sites' pages; part of http-schema.ts, and as it is. */
import { Type } from 'typebox';

export const edgeSettings = {
  tlsCertFile: Type.Optional(
    Type.String({
      env: 'FACEDESK_TLS_CERT_FILE',
      description:
        'The certificate (PEM, with the chain behind it) that the service answers https with. Read again on SIGHUP.',
      defaultText: 'none: plain http',
      minLength: 1,
    }),
  ),
  tlsKeyFile: Type.Optional(
    Type.String({
      env: 'FACEDESK_TLS_KEY_FILE',
      description: "The certificate's private key (PEM, without a passphrase).",
      defaultText: 'none',
      minLength: 1,
    }),
  ),
  tlsSelfSigned: Type.Boolean({
    env: 'FACEDESK_TLS_SELF_SIGNED',
    description:
      'Answers https with a certificate that the service makes for itself and keeps in the data folder: for a kiosk in the ' +
      'local network, whose browser gives no camera to plain http.',
    default: false,
  }),
  adminListen: Type.Optional(
    Type.String({
      env: 'FACEDESK_ADMIN_LISTEN',
      description:
        'A second place to listen on, <address>:<port> or unix:<path>. Keys, webhooks, settings, metrics and the console are ' +
        'then answered there only, and what people at a door need is answered at both.',
      defaultText: 'none: everything is answered in one place',
      pattern: '^(unix:/.+|.+:[0-9]{1,5})$',
      rule: '<address>:<port>, such as 127.0.0.1:8001, or unix:<absolute path>',
    }),
  ),
  corsOrigins: Type.Array(Type.String({ pattern: '^https?://[A-Za-z0-9.\\[\\]:-]+$' }), {
    env: 'FACEDESK_CORS_ORIGINS',
    description:
      "The origins of other web sites whose pages may call the service from their visitors' browsers, separated by commas. " +
      'They need a key as everybody does.',
    default: [],
    rule: 'a list of origins, such as https://library.example',
  }),
};
