"""What the trail calls this app's tables, columns and system acts."""

from accounts.trail_words import register_trail_words

register_trail_words(
    tables={
        "financing_whitelistentry": "融资名单库",
        "financing_consent": "银行查看授权",
        "financing_bankclient": "银行接口程序",
        "financing_clientsecret": "银行接口密钥",
        "financing_webhook": "银行回调地址",
        "financing_webhooksecret": "银行回调签名密钥",
        "financing_creditfeedback": "银行授信反馈",
        "financing_marketrate": "市场利率",
        "financing_loandemand": "融资需求",
        "financing_supportplan": "银行支持方案",
        "financing_demandhandling": "融资需求对接",
    },
)
