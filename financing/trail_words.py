"""What the trail calls this app's tables, columns and system acts."""

from accounts.trail_words import register_trail_words
from financing.demands.actions.answer_bank import FILES
from financing.ledger import registered as registered
from financing.listings import trail_words as of_listings  # noqa: F401  registers itself
from financing.subsidies import trail_words as of_claims  # noqa: F401  registers itself
from financing.subsidies.actions.line_files import FILES as LINE_FILES
from financing.subsidies.auto import registered as of_grants  # noqa: F401  registers itself
from financing.subsidies.effect import registered as of_effect  # noqa: F401  registers itself
from financing.subsidies.review import trail_words as of_reviews  # noqa: F401  registers itself

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
        "financing_subsidyclaim": "资金申报",
        "financing_subsidyline": "资金申报明细",
        "financing_subsidyfile": "资金申报明细附件",
        "financing_subsidygoal": "绩效目标",
    },
    columns={
        "financing_bankclient.client_id": "程序编号",
        "financing_bankclient.client_type": "程序类型",
        "financing_bankclient.authorization_grant_type": "授权方式",
        "financing_bankclient.client_secret": "密钥",
        "hash_client_secret": "密钥以摘要保存",
        "redirect_uris": "回跳地址",
        "post_logout_redirect_uris": "退出后回跳地址",
        "skip_authorization": "跳过授权确认",
        "allowed_origins": "允许的网页来源",
        "registration_source": "登记方式",
        "cimd_expires_at": "登记文件有效期至",
        "algorithm": "签名算法",
        "client_id": "接口程序",
        "webhook_id": "回调地址",
        "sealed": "加密保存的密钥",
        "granted_by_id": "授权人",
        "granted_xid": "授权时的事务号",
        "withdrawn_by_id": "撤回人",
        "withdrawn_xid": "撤回时的事务号",
        "bank_ids": "收到需求的银行（编号）",
        "posted_by_id": "发布人",
        "made_by_id": "提出人",
        "demand_id": "融资需求",
    },
    values={
        "documents_attachment.purpose": {FILES: "融资需求材料", LINE_FILES: "资金申报明细附件"},
        "financing_bankclient.authorization_grant_type": {
            "urn:ietf:params:oauth:grant-type:device_code": "设备码",
            "implicit": "隐式授权",
            "password": "账号密码",
            "openid-hybrid": "混合授权",
        },
        "financing_bankclient.algorithm": {"RS256": "RSA 签名", "HS256": "HMAC 签名"},
        "financing_bankclient.registration_source": {
            "manual": "手工登记",
            "dcr": "程序自行登记",
            "cimd": "按登记文件",
        },
    },
    reasons={
        "find the banks that somebody works for": "核对发布人任职的银行",
        "sign a bank's program in": "银行程序登录",
        "tell a bank of a refused program": "通知银行程序被拒绝",
        "tell enterprises what banks reported": "通知企业授信反馈",
        "log what a bank was shown": "记录银行查看的内容",
        "show banks the present list": "向银行提供名单",
        "keep the financing whitelist": "维护融资名单库",
        "note the end of a bank's pull": "记录银行读取完成",
        "remind the bank line": "银企专线提醒",
        "write the use of the interface down": "记录接口使用量",
        "owe a bank a message": "安排银行消息",
        "deliver webhooks": "发送银行消息",
        "show a bank a file that was given to it": "银行查看材料",
    },
)
