extension Lexicon {
    /// What people say to an assistant, and what an assistant would have to remember.
    static let manners: [Lexicon] = [
        Lexicon(
            .chat,
            """
            please, pls, plz, thank you, thanks, could you, can you, would you, will you, i want you
            i want, i would like, i'd like, i need, i am looking for, i'm looking for, help me
            generate an image, generate a picture, generate a photo, create an image, make an image
            create a picture, make a picture, draw me, make me, give me, show me, create a photo
            generate me, paint me, design me, generate image, create image, hello, hi there
            hey there, let's, imagine, your task is, you are an, you are a, act as, i was wondering
            부탁해, 부탁해요, 부탁합니다, 부탁드립니다, 부탁드려요, 그려줘, 그려줘요, 그려주세요
            그려 줘, 그려 주세요, 만들어줘, 만들어주세요, 만들어 줘, 만들어 주세요, 생성해줘
            생성해주세요, 생성해 줘, 생성해 주세요, 보여줘, 보여주세요, 해줘, 해주세요, 찍어주세요
            그려줄래, 만들어줄래, 만들어줄 수, 그려줄 수, 안녕하세요, 고마워, 감사합니다, 찍어줘
            표현해줘, 표현해주세요, 바꿔줘, 바꿔주세요, 변경해줘, 변경해주세요, 디자인해줘
            """),
        Lexicon(
            [.verbatimOrder, .idiom],
            """
            do not rewrite, don't rewrite, do not change my prompt, don't change my prompt
            do not add any detail, do not add any details, don't add any detail
            do not add detail, do not add details, don't add details, do not add anything
            do not alter my prompt, do not modify my prompt, don't modify my prompt
            do not revise, do not expand, do not embellish, don't embellish, no need to add more
            do not edit my prompt, without changing my prompt, without rewriting
            """),
        Lexicon(
            .verbatimOrder,
            """
            use it as is, use as is, use this prompt as is, use this prompt exactly, exactly as written
            use it exactly as written, use my prompt exactly, use the prompt exactly, just use it as is
            this prompt verbatim, prompt verbatim, word for word, exactly as i wrote
            """),
        Lexicon(.secretWord, "password, passwd, passphrase, apikey, api_key, 비밀번호, 패스워드, 암호"),
        Lexicon(
            .backReference,
            """
            same as before, as before, the previous, previous image, previous picture, previous one
            previous version, previous prompt, last image, last picture, last version, last time
            same as last time, same style as before, same character as before
            same image as before, earlier image, earlier version, earlier picture, earlier prompt
            image above, picture above, as above, mentioned above, described above
            as mentioned, like last time, as i said, as i told you, as discussed, our last
            do it again, try again, one more time, you made before, you made earlier, you drew
            you generated, we discussed, from before, that one, same one, the same again
            the same one, same thing again, like before
            이전 그림, 이전 이미지, 이전 사진, 이전처럼, 이전과, 아까, 아까처럼, 방금, 지난번, 지난번처럼, 위와
            앞의 그림, 앞의 이미지, 그 그림, 그 사진, 전과 같은, 전과 똑같이, 이전 버전, 아까 그, 지난번과, 방금 그린
            """),
    ]
}
